// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_TARGET_HPP
#define TSRPC_CONFORMANCE_TARGETS_TARGET_HPP

#include "conformance/reference/spmc.hpp"
#include "conformance/targets/connection.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// Of docs/target-protocol.md.
inline constexpr uint32_t target_protocol_version = 1;

/// An SP under test with its SPMC, as the suite sees it: the runner's side of the target protocol.
/// Every function throws TargetLost where the target does not answer, or answers what the protocol does not allow.
class Target {
  public:
    /// What one direct request led to.
    struct Outcome {
        Registers response;
        std::vector<SpmcEvent> events; ///< what the SP asked of the SPMC meanwhile, oldest first
    };

    /// Says hello. Throws TargetUnreachable where the target cannot serve.
    explicit Target(Connection connection);

    const std::string& name() const { return name_; }
    uint16_t own_id() const { return own_id_; }

    bool has_memory() const { return has("memory"); } ///< share, reclaim, read, write
    bool has_spmc() const { return has("spmc"); }     ///< events and refuse

    /// The SP as after boot, nothing shared.
    void reset();

    Outcome direct_request(uint16_t sender, const Registers& request);

    /// Several in one go, which is faster: `most_lines` at most. Where the target is lost, so are all outcomes.
    std::vector<Outcome> direct_requests(uint16_t sender, std::span<const Registers> requests);

    /// FFA_MEM_SHARE of zeroed memory to the SP, as that handle; `size` in bytes. Returns 0 or an FF-A error.
    int32_t share(uint16_t owner, uint64_t size, uint64_t tag, uint64_t handle);

    /// FFA_MEM_RECLAIM. Returns 0 or an FF-A error.
    int32_t reclaim(uint16_t owner, uint64_t handle);

    /// The owner's view of shared memory.
    std::vector<uint8_t> read(uint64_t handle, uint64_t offset, uint64_t length);
    void write(uint64_t handle, uint64_t offset, std::span<const uint8_t> bytes);

    /// Makes the SPMC answer the SP's next `count` calls of `operation` with `error`, an FF-A error code.
    void refuse(SpmcOperation operation, int32_t error, uint32_t count);

    /// Takes leave, so that a crash in the SP's end is seen.
    void bye();

  private:
    struct Reply {
        std::string line;
        std::vector<SpmcEvent> events;
    };

    bool has(std::string_view feature) const;
    Reply exchange(const std::string& line);
    static Reply take_reply(const std::string& line, std::string_view& replies);
    static Outcome parse_outcome(const std::string& line, Reply reply);
    std::string expect_ok(const std::string& line);
    int32_t expect_ffa(const std::string& line);

    Connection connection_;
    std::string name_;
    std::string features_;
    uint16_t own_id_ = 0;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_TARGET_HPP
