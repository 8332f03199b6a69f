/**
 * Puts the bridge into a host's configuration: a launcher with the flags and the class-data archive that make a start
 * cheap, and the entry in the host's file. What the texts say is decided by pure rules; {@code ConfigFile}, {@code
 * Launcher} and {@code ClassArchive} touch the disk.
 */
@NullMarked
package dev.mcpoauth.client.bridge.install;

import org.jspecify.annotations.NullMarked;
