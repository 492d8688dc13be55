// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_FFA_HPP
#define TSRPC_CONFORMANCE_REFERENCE_FFA_HPP

#include "conformance/reference/hosted_sp.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace tsrpc {

/// A direct request that a caller sent, and its outcome.
struct FfaMessage {
    uint16_t endpoint_id;
    Registers request;
    Registers response; ///< of a failed one all zeros
    int32_t result;     ///< 0 or a TSRPC_FFA_ error

    friend bool operator==(const FfaMessage&, const FfaMessage&) = default;
};

/// A simulated FF-A driver for one caller: leads to SPs in this process, keeps a record, and fails on demand. Shared
/// memory is the caller's own, which the SP sees where the caller has it.
class Ffa {
  public:
    static constexpr uint16_t default_own_id = 0x0001;

    /// `own_id`: the FF-A id of the caller.
    explicit Ffa(uint16_t own_id = default_own_id);
    Ffa(const Ffa&) = delete;
    Ffa& operator=(const Ffa&) = delete;

    /// What the caller is given; lives as long as this.
    const tsrpc_ffa* interface() const { return &interface_; }

    /// Adds an SP with the TS-RPC protocol UUID under an id that no other has. Throws as HostedSp does.
    HostedSp& add_endpoint(uint16_t id, const tsrpc_sp_plugin& plugin);

    /// The next `count` direct requests fail with `error`, a TSRPC_FFA_ error, and do not reach the SP.
    void refuse_messages(int32_t error, unsigned count = 1);

    /// All direct requests since the last time, oldest first. Memory calls are in the SPMC's records.
    std::vector<FfaMessage> take_messages();

  private:
    static Ffa& from(void* ctx) { return *static_cast<Ffa*>(ctx); }
    static int32_t partition_ids(void* ctx, const uint8_t protocol_uuid[16], uint16_t* ids, uint32_t capacity,
                                 uint32_t* count);
    static int32_t direct_request(void* ctx, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]);
    static int32_t mem_share(void* ctx, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle);
    static int32_t mem_reclaim(void* ctx, uint64_t handle);

    int32_t send(FfaMessage& message);

    tsrpc_ffa interface_;
    std::map<uint16_t, HostedSp> endpoints_;
    std::map<uint64_t, Spmc*> shares_; ///< by handle
    std::vector<FfaMessage> messages_;
    int32_t refusal_ = 0;
    unsigned refusals_left_ = 0;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_FFA_HPP
