// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/sp_target.hpp"

#include "conformance/reference/sp_plugin.hpp"
#include "conformance/targets/child.hpp"
#include "conformance/targets/host.hpp"
#include "conformance/targets/plugin_loader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

Answer host(const tsrpc_sp_plugin& plugin) {
    return [host = std::make_shared<Host>(plugin)](std::string_view line) { return host->answer(line); };
}

/// Answers line by line.
Connection connect(const Answer& answer) {
    return [answer](std::string_view lines) {
        std::string replies;
        for (size_t end = lines.find('\n'); end != lines.npos; end = lines.find('\n')) {
            replies += answer(lines.substr(0, end)) + '\n';
            lines.remove_prefix(end + 1);
        }
        return replies + answer(lines);
    };
}

/// The child's form: what cannot be loaded there is told in answer to hello, on one line.
Answer host_or_explain(const std::function<const tsrpc_sp_plugin&()>& get_plugin) {
    try {
        return host(get_plugin());
    } catch (const TargetUnreachable& error) {
        std::string why = error.what();
        std::ranges::replace(why, '\n', ' ');
        return [why](std::string_view) { return "error load " + why; };
    }
}

} // namespace

StartTarget attach(std::function<const tsrpc_sp_plugin&()> get_plugin, const AttachOptions& options) {
    if (options.in_process) {
        return [get_plugin] { return connect(host(get_plugin())); };
    }
    return [get_plugin, timeout = options.timeout] {
        return start_child([get_plugin] { return host_or_explain(get_plugin); }, timeout);
    };
}

StartTarget attach(std::string_view target, const AttachOptions& options) {
    constexpr std::string_view plugin_prefix = "plugin:";
    if (target == "reference") {
        return attach([]() -> const tsrpc_sp_plugin& { return reference_sp_plugin(); }, options);
    }
    if (target.starts_with(plugin_prefix) && target.size() > plugin_prefix.size()) {
        const std::string path(target.substr(plugin_prefix.size()));
        return attach([path]() -> const tsrpc_sp_plugin& { return load_sp_plugin(path); }, options);
    }
    throw std::invalid_argument(fmt::format("target '{}' is neither reference nor plugin:PATH.so", target));
}

} // namespace tsrpc::conformance
