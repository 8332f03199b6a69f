/** Test doubles: a scripted server that is resource and authorization server in one, and a browser that clicks. */
@NullMarked
package dev.mcpoauth.client.testing;

import org.jspecify.annotations.NullMarked;
