package dev.mcpoauth.example.boot;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is configured.
 *
 * @param url where people and clients find the shop, without a slash at its end
 */
@ConfigurationProperties("shop")
record ShopProperties(URI url) {

    /** The URL of the MCP server, exactly as clients type it. */
    String mcpUrl() {
        return url + "/mcp";
    }
}
