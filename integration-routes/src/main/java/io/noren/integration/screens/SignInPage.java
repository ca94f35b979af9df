package io.noren.integration.screens;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where staff sign in; the security filter takes what the form sends. */
@Controller
class SignInPage {
    @GetMapping("/sign-in")
    String show(
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String out,
            Model page) {
        page.addAttribute("failed", error != null);
        page.addAttribute("out", out != null);
        return "sign-in";
    }
}
