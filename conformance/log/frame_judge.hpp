// SPDX-License-Identifier: BSD-3-Clause
//
// What frames alone tell of an endpoint and of its callers. A log has no more: not what was shared, not what the SPMC
// saw, and perhaps not how it began. So a requirement is found broken only if whatever is missing cannot explain what
// is there.
#ifndef TSRPC_CONFORMANCE_LOG_FRAME_JUDGE_HPP
#define TSRPC_CONFORMANCE_LOG_FRAME_JUDGE_HPP

#include "conformance/engine/finding.hpp"
#include "conformance/report/line_reader.hpp"
#include "conformance/sp/state.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

namespace tsrpc::conformance {

/// Judges frames in order.
class FrameJudge {
  public:
    /// `is_complete`: the log has every frame of one endpoint since it booted. If so, memory that it does not show
    /// retrieved is not, and what is said of services is said by one endpoint.
    explicit FrameJudge(bool is_complete) : is_complete_(is_complete) {}

    /// What the caller breaks with a request.
    void request(const report::LoggedFrame& request, Findings& findings);

    /// What the endpoint breaks with its response. Of one that is not sure to be to that request only the bits count.
    void response(const report::LoggedFrame& request, const Registers& response, bool is_sure, Findings& findings);

    /// The same for a response to a request that the log does not have.
    static void orphan(const Registers& response, Findings& findings);

    /// A request's effect is not known.
    void lose(const report::LoggedFrame& request);

    /// Endpoints and callers are as after boot, or the log is another.
    void forget() { endpoints_.clear(); }

  private:
    /// What the log tells of the memory of a handle that it names.
    enum class Memory : uint8_t {
        unsure,  ///< nothing
        held,    ///< it is retrieved
        counted, ///< it was retrieved more than once: how often it must be relinquished is open
        free,    ///< it was relinquished since
    };

    struct Known {
        Memory memory = Memory::unsure;
        uint16_t owner = 0; ///< who retrieved it; 0 if the log does not say

        bool is_held() const { return memory == Memory::held || memory == Memory::counted; }
    };

    struct Endpoint {
        SpState state; ///< services alone
        std::unordered_map<uint64_t, Known> handles;
        std::optional<uint32_t> version; ///< as GET_VERSION was answered
    };

    Endpoint& endpoint_of(const report::LoggedFrame& request);
    bool knows_endpoint(const report::LoggedFrame& request) const;

    /// Whether the endpoint has not booted unseen: a trace has its resets.
    bool shows_boots(const report::LoggedFrame& request) const;

    void judge_memory(const report::LoggedFrame& request, const Endpoint& endpoint, Findings& findings) const;
    void prepare(const report::LoggedFrame& request, Endpoint& endpoint) const;
    static void learn(const report::LoggedFrame& request, const Registers& response, Endpoint& endpoint);

    bool is_complete_;
    std::map<uint32_t, Endpoint> endpoints_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_LOG_FRAME_JUDGE_HPP
