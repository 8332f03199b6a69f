/**
 * What nodes share, on Redis 6.2 and newer, Redis Cluster or Valkey, by one function of whichever client the application has.
 * Scripts are resources beside the classes.
 */
@NullMarked
package dev.mcpoauth.transport.shared.redis;

import org.jspecify.annotations.NullMarked;
