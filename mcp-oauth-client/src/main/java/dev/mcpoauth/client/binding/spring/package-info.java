/**
 * For Spring's {@code RestClient} and {@code RestTemplate}. Needs {@code spring-web} 6.1 or newer, which this module does not
 * bring along.
 */
@NullMarked
package dev.mcpoauth.client.binding.spring;

import org.jspecify.annotations.NullMarked;
