package dev.mcpoauth.example.sdk.peer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** A transport of the SDK that speaks one revision only: the SDK's own let nobody choose. */
final class Versioned {

    private Versioned() {}

    static <T> T of(Class<T> type, T transport, String version) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("protocolVersions")) return List.of(version);
            try {
                return method.invoke(transport, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
