package dev.mcpoauth.server.fuzz;

import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The servlet and the bearer filter, called as a container calls them. */
final class ServletEdge implements Edge {
    private final AuthorizationServerServlet servlet;
    private final BearerFilter filter;
    private final String protectedPath;

    ServletEdge(AuthorizationServerServlet servlet, BearerFilter filter, String protectedPath) {
        this.servlet = servlet;
        this.filter = filter;
        this.protectedPath = protectedPath;
    }

    @Override
    public Answer send(Sent request) throws Exception {
        Response response = new Response();
        HttpServletRequest in = proxy(HttpServletRequest.class, reading(request));
        HttpServletResponse out = proxy(HttpServletResponse.class, response);
        if (request.path().equals(protectedPath)) {
            filter.doFilter(in, out, (admitted, answered) -> ((HttpServletResponse) answered).setStatus(204));
        } else {
            servlet.service(in, out);
        }
        return new Answer(response.status, List.copyOf(response.headers), response.body.toByteArray());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(ServletEdge.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static InvocationHandler reading(Sent request) {
        return (self, method, arguments) -> switch (method.getName()) {
            case "getRemoteAddr" -> "127.0.0.1";
            case "getMethod" -> request.method();
            case "getRequestURI" -> request.path();
            case "getQueryString" -> request.query().isEmpty() ? null : request.query();
            case "getHeaderNames" ->
                Collections.enumeration(
                        request.headers().stream().map(Field::name).distinct().toList());
            case "getHeaders" ->
                Collections.enumeration(request.headers().stream()
                        .filter(field -> field.name().equalsIgnoreCase(String.valueOf(arguments[0])))
                        .map(Field::value)
                        .toList());
            case "getInputStream" -> new Body(request.body());
            case "getAttribute", "setAttribute" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private static final class Body extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Body(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Response implements InvocationHandler {
        private final List<Field> headers = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status = 200;

        @Override
        public Object invoke(Object self, java.lang.reflect.Method method, Object[] arguments) {
            switch (method.getName()) {
                case "setStatus" -> status = (Integer) arguments[0];
                case "addHeader", "setHeader" ->
                    headers.add(new Field(String.valueOf(arguments[0]), String.valueOf(arguments[1])));
                case "setContentType" -> headers.add(new Field("Content-Type", String.valueOf(arguments[0])));
                case "setContentLength" -> headers.add(new Field("Content-Length", String.valueOf(arguments[0])));
                case "getOutputStream" -> {
                    return new Output(body);
                }
                default -> throw new UnsupportedOperationException(method.getName());
            }
            return null;
        }
    }

    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream into;

        Output(ByteArrayOutputStream into) {
            this.into = into;
        }

        @Override
        public void write(int one) {
            into.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            into.write(bytes, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
