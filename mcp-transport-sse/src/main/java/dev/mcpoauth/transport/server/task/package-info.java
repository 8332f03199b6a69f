/** Where tasks are kept: the store interface, what it keeps, and the store in memory. What a task does is decided in {@code server}. */
@NullMarked
package dev.mcpoauth.transport.server.task;

import org.jspecify.annotations.NullMarked;
