package dev.mcpoauth.example.boot;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.http.RequestObserver;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.resource.AccessObserver;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import javax.sql.DataSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The authorization server, and the filter that takes its tokens. */
@Configuration(proxyBeanMethods = false)
class OAuthConfiguration {
    static final Scope READ = Scope.of("orders:read");
    static final Scope WRITE = Scope.of("orders:write");

    /** In the application's own database; the store makes its tables. */
    @Bean
    OAuthStore oauthStore(DataSource database) {
        return JdbcOAuthStore.open(database);
    }

    @Bean
    AuthorizationServer authorizationServer(
            ShopProperties shop,
            OAuthStore store,
            Accounts accounts,
            DiagnosticListener decisions,
            RequestObserver requests) {
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(shop.url().toString())
                .resource(ResourceSettings.of(shop.mcpUrl(), READ.union(WRITE))
                        .withDefaultScopes(READ)
                        .withName("the shop"))
                .build();
        return AuthorizationServer.builder(settings, store, accounts)
                .diagnostics(decisions)
                .requests(requests)
                .build();
    }

    @Bean
    ServletRegistrationBean<AuthorizationServerServlet> authorizationServerServlet(AuthorizationServer server) {
        return new ServletRegistrationBean<>(
                new AuthorizationServerServlet(server), server.paths().toArray(String[]::new));
    }

    @Bean
    ProtectedResource door(AuthorizationServer server, ShopProperties shop, AccessObserver access) {
        return server.protectedResource(shop.mcpUrl()).requests(access).build();
    }

    /** Boot makes a filter asynchronous by default, and gives one without URL patterns every request: so it has one. */
    @Bean
    FilterRegistrationBean<BearerFilter> bearerFilter(ProtectedResource door) {
        FilterRegistrationBean<BearerFilter> filter = new FilterRegistrationBean<>(new BearerFilter(door));
        filter.addUrlPatterns("/mcp");
        return filter;
    }
}
