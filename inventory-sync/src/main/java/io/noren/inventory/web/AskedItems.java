package io.noren.inventory.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What a query names of items and places.
 *
 * @param sku said to be needed for the document of the API; whoever asks about none is refused by the controller
 * @param location null for everywhere
 * @param channel null for the usual one
 */
record AskedItems(
        @NotEmpty List<String> sku,
        @Nullable List<String> location,
        @Nullable String channel) {

    private static AskedItems of(HttpServletRequest request) {
        String[] skus = request.getParameterValues("sku");
        String[] locations = request.getParameterValues("location");
        String channel = request.getParameter("channel");
        return new AskedItems(
                skus == null ? List.of() : List.of(skus),
                locations == null ? null : List.of(locations),
                channel == null || channel.isEmpty() ? null : channel);
    }

    /** Texts stay texts here: to convert each of them as what it is took Spring a sixth of the whole answer. */
    @Component
    static final class Resolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
            resolvers.add(this);
        }

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == AskedItems.class;
        }

        @Override
        public AskedItems resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer model,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
        }
    }
}
