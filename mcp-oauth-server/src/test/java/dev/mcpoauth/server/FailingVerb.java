package dev.mcpoauth.server;

import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A store one of whose verbs on clients or transactions fails, and that remembers which verbs were called. */
final class FailingVerb {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final OAuthStore store;
    private final String verb;
    private final BooleanSupplier down;

    FailingVerb(OAuthStore store, String verb) {
        this(store, verb, () -> true);
    }

    /** Fails while this is true. */
    FailingVerb(OAuthStore store, String verb, BooleanSupplier down) {
        this.store = store;
        this.verb = verb;
        this.down = down;
    }

    OAuthStore store() {
        return proxy(OAuthStore.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "clients" -> watched(ClientStore.class, store.clients());
            case "transactions" -> watched(TransactionStore.class, store.transactions());
            default -> call(store, method, arguments);
        });
    }

    private <T> T watched(Class<T> type, T part) {
        return proxy(type, (proxy, method, arguments) -> {
            calls.add(method.getName());
            if (method.getName().equals(verb) && down.getAsBoolean()) {
                throw new StoreException(verb + " failed");
            }
            return call(part, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
