package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.ResourceIndicator;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;

/** How the {@code resource} of a fetched document is compared with the URL that a client talks to. */
public enum ResourceMatch {
    /** Character by character (<a href="https://www.rfc-editor.org/rfc/rfc9728#section-3.3">RFC 9728 §3.3</a>). */
    EXACT {
        @Override
        boolean matches(ResourceIndicator expected, ResourceIndicator actual) {
            return expected.equals(actual);
        }
    },

    /**
     * A tolerance: the document may name the resource's origin or a path above it, by whole segments. MCP servers that
     * publish one document for several endpoints do so; tokens are then good for all of them.
     */
    TOLERATING_PARENT_PATH {
        @Override
        boolean matches(ResourceIndicator expected, ResourceIndicator actual) {
            return expected.isEquivalentTo(actual) || isParent(actual.uri(), expected.uri());
        }
    };

    abstract boolean matches(ResourceIndicator expected, ResourceIndicator actual);

    private static boolean isParent(URI parent, URI child) {
        String path = parent.getRawPath();
        String prefix = path.endsWith("/") ? path : path + "/";
        return parent.getScheme().equalsIgnoreCase(child.getScheme())
                && parent.getHost().equalsIgnoreCase(child.getHost())
                && port(parent) == port(child)
                && Objects.isNull(parent.getRawQuery())
                && child.getRawPath().startsWith(prefix)
                && !hasDotSegment(child.getRawPath());
    }

    /** With a dot segment, plain or encoded, the text of a path does not tell what is above it. */
    private static boolean hasDotSegment(String path) {
        return Arrays.stream(path.replaceAll("%2[Ee]", ".").split("/"))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
