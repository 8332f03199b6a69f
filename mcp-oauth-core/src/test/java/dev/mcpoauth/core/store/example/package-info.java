/**
 * The worked example of {@code docs/stores.md}: an adapter for any backend that can commit a few conditional writes together,
 * such as etcd, DynamoDB or FoundationDB. The contract runs against it.
 */
@NullMarked
package dev.mcpoauth.core.store.example;

import org.jspecify.annotations.NullMarked;
