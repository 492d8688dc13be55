// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/attaching.hpp"

#include "conformance/cli/error_output.hpp"
#include "conformance/cli/numbers.hpp"
#include "conformance/cli/session.hpp"
#include "conformance/targets/attach.hpp"
#include "conformance/targets/crash_report.hpp"
#include "conformance/targets/exit_guard.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace tsrpc::cli {

using namespace conformance;

namespace {

/// In a signal handler of this process, which is about to end.
void tell_crash(void*, std::string_view fault) {
    write_error("tsrpc: the plugin crashed and ended the run: ");
    write_error(fault);
    write_error("\n");
}

} // namespace

void add_attaching_options(CLI::App& command, const std::string& what, Attaching& attaching) {
    command
        .add_option("--target", attaching.target,
                    fmt::format("The {}: reference (built in, the default), plugin:PATH.so, or exec:COMMAND", what))
        ->option_text("TARGET");
    add_decimal(
        command, "--timeout", 0.001, 86400, [&attaching](double seconds) { attaching.timeout = seconds; },
        fmt::format("Seconds without an answer after which the {} counts as hung ({})", what, default_timeout));
    command.add_flag("--in-process", attaching.in_process,
                     fmt::format("Run the {} in this process, for debuggers: a crash or hang is not contained", what));
}

std::string quoted(const std::string& word) {
    constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:-";
    if (!word.empty() && word.find_first_not_of(plain) == word.npos) {
        return word;
    }
    std::string out = "'";
    for (const char c : word) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

std::string attaching_text(const Attaching& attaching) {
    std::string text = "--target " + quoted(attaching.target);
    text += attaching.in_process ? " --in-process" : "";
    return text + (attaching.timeout != default_timeout ? fmt::format(" --timeout {}", attaching.timeout) : "");
}

StartTarget attach_target(const Attaching& attaching, TargetRole role, std::optional<int> output) {
    const auto timeout = std::chrono::milliseconds(std::llround(attaching.timeout * 1000));
    std::shared_ptr<const ExitGuard> guard;
    if (attaching.in_process) {
        guard = std::make_shared<ExitGuard>();
        report_crashes(tell_crash, nullptr);
    }
    try {
        return [guard, start = attach(attaching.target, role, {attaching.in_process, timeout, output})] {
            return start();
        };
    } catch (const std::invalid_argument& error) {
        throw CommandError(ExitStatus::usage, error.what());
    }
}

void reach(const std::string& what, const std::function<void()>& use) {
    try {
        use();
    } catch (const TargetUnreachable& error) {
        throw CommandError(ExitStatus::unreachable, error.what());
    } catch (const TargetLost& error) {
        throw CommandError(
            ExitStatus::unreachable,
            fmt::format("the {} could not be started: {}; --in-process lets a debugger see why", what, error.what()));
    } catch (const std::system_error& error) {
        throw CommandError(ExitStatus::unreachable, fmt::format("the {} could not be started: {}", what, error.what()));
    }
}

} // namespace tsrpc::cli
