// SPDX-License-Identifier: BSD-3-Clause
//
// Prints one page of docs/: generate PAGE.
#include "docs/generate/pages.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace {

struct Page {
    std::string_view name;
    std::string (*text)();
};

constexpr Page pages[] = {
    {"known-bugs", tsrpc::docs::known_bugs_page},
    {"messages", tsrpc::docs::messages_page},
    {"requirements", tsrpc::docs::requirements_page},
};

} // namespace

std::string tsrpc::docs::page_head(const char* title, const char* source) {
    return fmt::format("<!-- SPDX-License-Identifier: BSD-3-Clause -->\n"
                       "<!-- Generated from {}. After a change there: ./bazelw run //docs:update -->\n\n# {}\n\n",
                       source, title);
}

int main(int argc, char** argv) {
    for (const Page& page : pages) {
        if (argc == 2 && page.name == argv[1]) {
            const std::string text = page.text();
            const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
            return written ? 0 : 1;
        }
    }
    fmt::print(stderr, "generate: expected one page: known-bugs, messages or requirements\n");
    return 2;
}
