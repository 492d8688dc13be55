// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_FORMAT_HPP
#define TSRPC_CLI_FORMAT_HPP

#include <CLI/App.hpp>

#include <string>

namespace tsrpc::cli {

enum class Format { text, json };

/// Adds the option --format. Without it, `format` stays as it is.
inline void add_format(CLI::App& app, Format& format, const std::string& description) {
    const auto set = [&format](const std::string& name) { format = name == "json" ? Format::json : Format::text; };
    app.add_option_function<std::string>("--format", set, description)
        ->option_text("text|json")
        ->check(CLI::IsMember({"text", "json"}));
}

} // namespace tsrpc::cli

#endif // TSRPC_CLI_FORMAT_HPP
