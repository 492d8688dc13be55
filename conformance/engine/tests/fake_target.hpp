// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_TESTS_FAKE_TARGET_HPP
#define TSRPC_CONFORMANCE_ENGINE_TESTS_FAKE_TARGET_HPP

#include "conformance/engine/test.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tsrpc::conformance {

/// A target in this process that answers as it is told; it must outlive the links to it.
struct FakeTarget {
    Greeting greeting;

    /// The reply to each command but Hello. It may throw what a link does, and ask for things.
    std::function<Reply(const Command& command, const Grant& grant)> answer = [](const Command&, const Grant&) {
        return Reply{{}, Ok{}};
    };

    std::vector<std::vector<Command>> heard; ///< the commands said, by the batches in which they were
    size_t starts = 0;
    size_t alive = 0; ///< links that are there

    StartTarget start() {
        return [this]() -> Link {
            ++starts;
            ++alive;
            return [this, end = std::shared_ptr<void>(nullptr, [this](void*) { --alive; })](
                       std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
                heard.emplace_back(commands.begin(), commands.end());
                for (const Command& command : commands) {
                    take(std::holds_alternative<Hello>(command) ? Reply{{}, greeting} : answer(command, grant));
                }
            };
        };
    }

    /// On a target whose pace is known: measuring it would be heard.
    SuiteRun run(SuiteOptions options = {}) { return {start(), std::move(options), {}, Pace{}, {}}; }
};

/// A requirement of the catalogue, which has that id.
inline const Requirement& requirement(std::string_view id) { return *find_requirement(id); }

inline constexpr std::string_view own_must = "memory.retrieve"; ///< of the tests that are run
inline constexpr std::string_view own_should = "call.reserved_w7";
inline constexpr std::string_view other_must = "version.answer";
inline constexpr std::string_view other_should = "exhaustion.status";

/// Options with one of them set.
template <class T>
SuiteOptions with(T SuiteOptions::*option, T value) {
    SuiteOptions options;
    options.*option = std::move(value);
    return options;
}

/// Options that tolerate the requirement.
inline SuiteOptions knowing(std::string_view id) { return with(&SuiteOptions::known, {std::string(id)}); }

inline Finding finding(std::string_view id, std::string detail = "seen") {
    return {id, Evidence::other, std::move(detail), {}};
}

inline Command some_call(uint32_t w3 = 0x00ff0000) { return Call{1, {{w3, 0, 0, 0, 0}}}; }

/// Says one command that is not looked at.
inline void say(Test& test, const Command& command) {
    test.say({&command, 1}, [](const Said&, size_t) {});
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_TESTS_FAKE_TARGET_HPP
