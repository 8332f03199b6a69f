/**
 * Everything an operator can set, as immutable values with safe defaults and one builder that checks them together. Does
 * not belong here: the rules that read the settings.
 */
@NullMarked
package dev.mcpoauth.server.settings;

import org.jspecify.annotations.NullMarked;
