// SPDX-License-Identifier: BSD-3-Clause
//
// A target for tests of LineLink, and how they speak to it.
#ifndef TSRPC_CONFORMANCE_TARGETS_TESTS_FAKE_TARGET_HPP
#define TSRPC_CONFORMANCE_TARGETS_TESTS_FAKE_TARGET_HPP

#include "conformance/targets/line_link.hpp"
#include "conformance/targets/tests/stream_pair.hpp"
#include "tsrpc/plugin.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace tsrpc::conformance {

inline const std::string hello_reply =
    "< ok 2 sp 8003 senders=any words=any handles=runner memory reset events refuse ahead=4 name=fake\n";
inline const std::string caller_hello_reply = "< ok 2 caller 0001 ahead=4 name=fake\n";
inline constexpr Registers words = {{0x00ff0000, 0, 0, 0, 0}};
inline const std::string response = "< ok 00ff0000 00000001 00000000 00000000 00000000\n";

/// A target that answers each line with a text, until it has none.
class Fake {
  public:
    using Answer = std::function<std::optional<std::string>(const std::string& line)>;

    explicit Fake(Answer answer, LinePeer peer = {})
        : Fake(StreamPair::sockets(), std::move(answer), std::move(peer)) {}
    Fake(const Fake&) = delete;
    Fake& operator=(const Fake&) = delete;
    ~Fake() {
        link = nullptr;
        thread_.join();
    }

    std::shared_ptr<LineLink> link;
    std::vector<std::string> heard; ///< to be looked at when the target is silent

  private:
    Fake(StreamPair pair, const Answer& answer, LinePeer peer)
        : link(std::make_shared<LineLink>(std::move(pair.stream), std::move(peer))) {
        thread_ = std::thread([this, answer, side = pair.take_other()] {
            while (const auto line = side->read_line()) {
                heard.emplace_back(*line);
                auto text = answer(heard.back());
                if (!text) {
                    break;
                }
                if (text->ends_with('\n')) {
                    text->pop_back();
                }
                side->put(*text);
            }
        });
    }

    std::thread thread_;
};

/// Answers hello, and each other line with `reply`.
inline Fake::Answer answers(const std::string& reply, const std::string& hello = hello_reply) {
    return [=](const std::string& line) { return line.starts_with("> hello") ? hello : reply; };
}

inline Granted no_grant(const Ask&) { return FfaError{TSRPC_FFA_NOT_SUPPORTED}; }

inline std::vector<Reply> say_all(LineLink& link, const std::vector<Command>& commands, const Grant& grant = no_grant) {
    std::vector<Reply> replies;
    link.say(commands, grant, [&replies](Reply&& reply) { replies.push_back(std::move(reply)); });
    return replies;
}

inline Reply say_one(LineLink& link, const Command& command, const Grant& grant = no_grant) {
    return say_all(link, {command}, grant).at(0);
}

/// How the target is lost during `use`, if it is.
template <class Use>
std::optional<TargetLost> loss_in(Use use) {
    try {
        use();
    } catch (const TargetLost& lost) {
        return lost;
    }
    return std::nullopt;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_TESTS_FAKE_TARGET_HPP
