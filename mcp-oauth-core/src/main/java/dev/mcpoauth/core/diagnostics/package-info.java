/**
 * Why a decision was taken, for whoever operates the software: stable reason ids, typed events with redacted facts, and
 * listeners. What a peer may read does not come from here.
 */
@NullMarked
package dev.mcpoauth.core.diagnostics;

import org.jspecify.annotations.NullMarked;
