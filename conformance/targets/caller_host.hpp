// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_CALLER_HOST_HPP
#define TSRPC_CONFORMANCE_TARGETS_CALLER_HOST_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"
#include "tsrpc/plugin.h"

#include <map>
#include <span>

namespace tsrpc::conformance {

/// The target's side for a caller plugin: hosts the caller, performs commands, and hands on what the caller asks its
/// FF-A driver for.
class CallerHost {
  public:
    static constexpr uint16_t own_id = 0x0001;

    explicit CallerHost(const tsrpc_caller_plugin& plugin);
    CallerHost(const CallerHost&) = delete;
    CallerHost& operator=(const CallerHost&) = delete;
    ~CallerHost();

    /// Throws LineError for a command that is not a caller's, comes before Hello, or names memory that is not there.
    /// While it works on a command, `grant` may have it perform Read and Write.
    Reply perform(const Command& command, const Grant& grant);

  private:
    struct Performer;
    struct Pages {
        uint8_t* base;
        uint64_t size;
    };

    static CallerHost& from(void* ctx) { return *static_cast<CallerHost*>(ctx); }
    static int32_t partition_ids(void* ctx, const uint8_t protocol_uuid[16], uint16_t* ids, uint32_t capacity,
                                 uint32_t* count);
    static int32_t direct_request(void* ctx, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]);
    static int32_t mem_share(void* ctx, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle);
    static int32_t mem_reclaim(void* ctx, uint64_t handle);

    void end();
    Result boot();
    static std::span<uint8_t> part(const Pages& pages, uint64_t offset, uint64_t length);

    const tsrpc_caller_plugin& plugin_;
    tsrpc_ffa ffa_;
    bool greeted_ = false;
    void* caller_ = nullptr;
    const Grant* grant_ = nullptr;       ///< of the command at hand
    std::map<uint64_t, Pages> shared_;   ///< by handle
    std::map<uint32_t, Pages> memories_; ///< by the caller's id
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_CALLER_HOST_HPP
