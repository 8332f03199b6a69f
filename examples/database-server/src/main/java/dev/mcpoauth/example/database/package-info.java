/**
 * The command {@code database-server}: its options, and how the parts are put together. Rules live in the packages
 * below, protocol in the library.
 */
@NullMarked
package dev.mcpoauth.example.database;

import org.jspecify.annotations.NullMarked;
