/**
 * The options of the command: flags, environment variables, defaults and help. What an option does belongs to whoever is
 * configured by it.
 */
@NullMarked
package dev.mcpoauth.example.database.cli;

import org.jspecify.annotations.NullMarked;
