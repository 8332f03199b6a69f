/**
 * The vocabulary that both sides of OAuth for MCP share: identifiers, scope, errors. What belongs here has a name in an
 * RFC and no behaviour beyond its own grammar and comparison rules.
 */
@NullMarked
package dev.mcpoauth.core;

import org.jspecify.annotations.NullMarked;
