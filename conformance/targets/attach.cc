// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/attach.hpp"

#include "conformance/protocol/words.hpp"
#include "conformance/reference/caller_plugin.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/targets/caller_host.hpp"
#include "conformance/targets/child.hpp"
#include "conformance/targets/exec.hpp"
#include "conformance/targets/in_process.hpp"
#include "conformance/targets/plugin_loader.hpp"
#include "conformance/targets/sp_host.hpp"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace tsrpc::conformance {
namespace {

Perform performer(const tsrpc_sp_plugin& plugin) {
    return [host = std::make_shared<SpHost>(plugin)](const Command& command, const Grant&) {
        return host->perform(command);
    };
}

Perform performer(const tsrpc_caller_plugin& plugin) {
    return [host = std::make_shared<CallerHost>(plugin)](const Command& command, const Grant& grant) {
        return host->perform(command, grant);
    };
}

/// What cannot be loaded in a child is told in answer to hello.
Perform perform_or_explain(const auto& get_plugin) {
    try {
        return performer(get_plugin());
    } catch (const TargetUnreachable& error) {
        return
            [why = std::string(error.what())](const Command&, const Grant&) -> Reply { throw TargetUnreachable(why); };
    }
}

StartTarget attach_plugin(const auto& get_plugin, TargetRole role, const AttachOptions& options) {
    if (options.in_process) {
        return [get_plugin] { return link_in_process(get_plugin()); };
    }
    return [get_plugin, role, timeout = options.timeout, output = options.output] {
        return start_child([get_plugin] { return perform_or_explain(get_plugin); }, role, timeout, output);
    };
}

using GetSp = std::function<const tsrpc_sp_plugin&()>;
using GetCaller = std::function<const tsrpc_caller_plugin&()>;

} // namespace

StartTarget attach(GetSp get_plugin, const AttachOptions& options) {
    return attach_plugin(get_plugin, TargetRole::sp, options);
}

StartTarget attach(GetCaller get_plugin, const AttachOptions& options) {
    return attach_plugin(get_plugin, TargetRole::caller, options);
}

StartTarget attach(std::string_view target, TargetRole role, const AttachOptions& options) {
    const bool is_sp = role == TargetRole::sp;
    const size_t colon = target.find(':');
    const std::string_view kind = target.substr(0, colon);
    const std::string what(colon == std::string_view::npos ? std::string_view() : target.substr(colon + 1));
    if (target == "reference") {
        return is_sp ? attach(GetSp(reference_sp_plugin), options)
                     : attach(GetCaller(reference_caller_plugin), options);
    }
    if (kind == "plugin" && !what.empty()) {
        return is_sp ? attach(GetSp([what]() -> const auto& { return load_sp_plugin(what); }), options)
                     : attach(GetCaller([what]() -> const auto& { return load_caller_plugin(what); }), options);
    }
    if (kind == "exec" && !what.empty()) {
        if (options.in_process) {
            throw std::invalid_argument("exec:COMMAND runs in another process: --in-process is not possible");
        }
        return exec_target(what, role, options.timeout, options.output);
    }
    throw std::invalid_argument(
        fmt::format("target '{}' is none of reference, plugin:PATH.so and exec:COMMAND", excerpt(target)));
}

} // namespace tsrpc::conformance
