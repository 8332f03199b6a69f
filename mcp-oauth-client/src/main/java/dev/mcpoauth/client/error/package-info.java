/**
 * How a flow of this client fails and what it did until then: the sealed exception family, the steps it carries, and the
 * catalog of reason ids. What decides that something failed lives with the rule.
 */
@NullMarked
package dev.mcpoauth.client.error;

import org.jspecify.annotations.NullMarked;
