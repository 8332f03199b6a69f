/**
 * What the bridge has for SLF4J where it runs as a program of its own. Not registered with the service loader: programs
 * that use this library bring their own back end.
 */
@NullMarked
package dev.mcpoauth.client.bridge.cli.log;

import org.jspecify.annotations.NullMarked;
