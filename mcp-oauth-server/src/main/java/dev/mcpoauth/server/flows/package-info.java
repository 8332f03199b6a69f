/**
 * What an operator reads of the journal: which sign-ins there were, where one stopped, why, and what to do about it. Makes pages
 * and texts of flows; who may see them is decided elsewhere.
 */
@NullMarked
package dev.mcpoauth.server.flows;

import org.jspecify.annotations.NullMarked;
