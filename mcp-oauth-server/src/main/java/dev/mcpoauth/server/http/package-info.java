/**
 * HTTP requests and responses as plain values, which is what lets every endpoint be tested without a container. Belongs
 * here: the values, their grammar, CORS. Does not belong here: servlet types and OAuth rules.
 */
@NullMarked
package dev.mcpoauth.server.http;

import org.jspecify.annotations.NullMarked;
