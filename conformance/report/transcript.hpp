// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_TRANSCRIPT_HPP
#define TSRPC_CONFORMANCE_REPORT_TRANSCRIPT_HPP

#include "conformance/reference/spmc.hpp"
#include "tsrpc/codec.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// One direct request and what came of it.
struct Exchange {
    uint16_t sender;
    Registers request;
    std::optional<Registers> response; ///< nothing: the target was lost
    std::vector<SpmcEvent> events;     ///< what the SP asked of the SPMC meanwhile
};

/// The end of what was said to a target: long runs keep the last frames only.
class Transcript {
  public:
    static constexpr size_t kept = 12;

    void add(Exchange exchange);
    void complete(const Registers& response, std::vector<SpmcEvent> events); ///< the last one, now answered
    void clear();

    bool empty() const { return count_ == 0; }
    const Exchange& last() const { return last_.back(); }

    /// The kept frames, one a line, under a line that says how to read them: sender, direction, five words, and what
    /// they say. Nothing where nothing was said.
    std::string frames() const;

    /// What the last response breaks: the rows of its table that are broken, marked "!", to go below the frames.
    std::string explanation() const;

  private:
    size_t count_ = 0;
    std::deque<Exchange> last_;
};

/// "SPMC: retrieve for 0x0001 handle 0x... tag 0x...: done", as the frames show it.
std::string describe(const SpmcEvent& event);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_TRANSCRIPT_HPP
