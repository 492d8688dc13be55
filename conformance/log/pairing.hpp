// SPDX-License-Identifier: BSD-3-Clause
//
// Which request a response of a log answers.
#ifndef TSRPC_CONFORMANCE_LOG_PAIRING_HPP
#define TSRPC_CONFORMANCE_LOG_PAIRING_HPP

#include "conformance/report/line_reader.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace tsrpc::conformance {

/// A request and how sure it is that this is the one.
struct Answered {
    std::optional<report::LoggedFrame> request; ///< nothing: the log does not have it
    bool is_sure = true;                        ///< false: another request may be the one
};

/// The requests that wait for their responses. A response answers the request with the same FF-A ids, as far as the
/// line has them, and the same interface id and opcode; of several the oldest. In a trace it answers the line that the
/// protocol says.
class Pairing {
  public:
    /// Whether a frame whose line does not say its direction answers the one before: it has that interface id and
    /// opcode, and W4 can be an RPC status.
    bool is_response(const report::LoggedFrame& frame) const;

    void request(const report::LoggedFrame& frame);
    Answered response(const report::LoggedFrame& frame);

    /// No request waits any more.
    void forget();

    /// How many requests have no response, those that wait included.
    size_t unanswered() const { return unanswered_ + waiting_.size(); }

  private:
    static constexpr size_t most_waiting = 64; ///< callers block: more were lost

    struct Waiting {
        report::LoggedFrame frame;
        bool is_doubtful = false; ///< an answer that was taken for another's may have been its
    };

    std::deque<Waiting> waiting_; ///< the oldest first
    size_t unanswered_ = 0;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_LOG_PAIRING_HPP
