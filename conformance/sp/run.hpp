// SPDX-License-Identifier: BSD-3-Clause
//
// What the endpoint suite's tests are written with.
#ifndef TSRPC_CONFORMANCE_SP_RUN_HPP
#define TSRPC_CONFORMANCE_SP_RUN_HPP

#include "conformance/report/transcript.hpp"
#include "conformance/requirements/catalogue.hpp"
#include "conformance/targets/sp_target.hpp"
#include "conformance/targets/target.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// A requirement is broken; ends the test.
class Broken : public std::runtime_error {
  public:
    Broken(const Requirement& broken, const std::string& detail) : std::runtime_error(detail), requirement(&broken) {}

    const Requirement* requirement;
};

/// The target lacks what the test needs; ends the test.
class Skipped : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The way the target is attached cannot express the case; ends the test.
class Unreachable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Callers of the tests: FF-A ids below 0x8000 are of the normal world.
inline constexpr uint16_t caller_a = 0x0001;
inline constexpr uint16_t caller_b = 0x0002;

/// Memory that a caller shares with the SP.
struct Memory {
    uint16_t owner;
    uint64_t handle;
    uint64_t tag;
    uint64_t size; ///< bytes
};

/// A service call's response, by its fields.
struct CallResult {
    RpcStatus rpc_status;
    uint32_t service_status;
    uint32_t response_length;
};

/// A service that the SP hosts.
struct HostedService {
    Uuid uuid;
    InterfaceId interface_id;
};

/// The services that the suite knows by their UUID: the test service, its twin, and those of ABI 6.
std::span<const Uuid> known_services();

/// One test on one fresh SP.
class Run {
  public:
    /// Starts a target. Throws what `start` and Target's constructor do.
    Run(const Requirement& requirement, const StartTarget& start, uint64_t seed)
        : requirement_(&requirement), start_(start), target_(start()), seed_(seed) {}

    Target& target() { return target_; }
    const Transcript& transcript() const { return transcript_; }
    uint64_t seed() const { return seed_; }

    /// What was seen where nothing is demanded.
    void observe(std::string observation) { observation_ = std::move(observation); }
    const std::string& observation() const { return observation_; }

    /// Ends the test unless `ok`: the test's own requirement, or the named one, is broken.
    void require(bool ok, const std::string& detail) const { require(ok, *requirement_, detail); }
    void require(bool ok, std::string_view requirement_id, const std::string& detail) const;

    // --- requests --------------------------------------------------------------------------------------------------

    /// A request of version 1, and the response. It must break no MUST of its table, and what the SP asks of the SPMC
    /// meanwhile must be what the request asks for: each test checks this of each of its requests.
    Registers request(uint16_t sender, const Registers& words);

    /// Many of them, faster than one by one, and what is to be seen of each response.
    void request_each(uint16_t sender, std::span<const Registers> requests, const std::function<void()>& look);

    /// Any words. What comes back is not looked at.
    Registers request_anything(uint16_t sender, const Registers& words);

    /// What the SP asked of the SPMC during the last request. Unreachable where that cannot be seen.
    const std::vector<SpmcEvent>& spmc_events() const;

    uint32_t get_version(uint16_t sender);
    RpcStatus service_info(uint16_t sender, const Uuid& uuid);
    RpcStatus retrieve(uint16_t sender, uint64_t handle, uint64_t tag);
    RpcStatus relinquish(uint16_t sender, uint64_t handle);
    CallResult call(uint16_t sender, const ServiceCallRequest& request);

    /// The response to the last request.
    const Registers& response() const { return response_; }

    // --- what a status must be -------------------------------------------------------------------------------------

    void must_succeed(RpcStatus status, const std::string& what) const;
    void must_not_succeed(RpcStatus status, const std::string& what) const;
    void must_be(RpcStatus status, RpcStatus expected, const std::string& what) const;

    // --- memory ----------------------------------------------------------------------------------------------------

    /// Shares whole pages under a handle of its own. Skipped or Unreachable where the target has no memory to share.
    Memory share(uint16_t owner, uint64_t pages = 1, uint64_t tag = 0);
    Memory share_as(uint16_t owner, uint64_t handle, uint64_t pages = 1, uint64_t tag = 0);

    /// Shares and retrieves. Skipped where another region is retrieved already and the SP has no slot for this one.
    Memory retrieved(uint16_t owner, uint64_t pages = 1);
    Memory retrieved_as(uint16_t owner, uint64_t handle, uint64_t pages = 1);
    void retrieve_shared(const Memory& memory);

    /// Relinquishes, which must succeed, and reclaims.
    void release(const Memory& memory);

    /// FFA_MEM_RECLAIM, which must succeed: the SP has given the memory back.
    void reclaim(const Memory& memory);

    void fill(const Memory& memory, uint8_t byte);
    void write(const Memory& memory, std::span<const uint8_t> bytes);
    std::vector<uint8_t> read(const Memory& memory, uint64_t length);

    /// Makes the SPMC refuse with an FF-A error, until it is allowed again: an SP may try more than once. Unreachable
    /// where it cannot be made to.
    void refuse(SpmcOperation operation, int32_t error = TSRPC_FFA_DENIED);
    void allow(SpmcOperation operation);

    // --- services --------------------------------------------------------------------------------------------------

    /// The service with that UUID, where the SP hosts it.
    std::optional<HostedService> find_service(const Uuid& uuid);

    /// The test service (contracts in tsrpc/test_service.h), or its twin. Skipped where the SP lacks it.
    HostedService test_service();
    HostedService twin();

    /// The services that are known here by their UUID and that the SP hosts, and their interface ids.
    std::vector<HostedService> hosted_services();

    /// Throws what was found wrong with the last request, where the test itself found nothing.
    void throw_pending();

    /// Ends the test, and the SP with it.
    void end();

    /// A fresh SP: nothing shared, nothing retrieved.
    void reset();

    /// The same where the target was lost.
    void restart();

    void set_transcript(Transcript transcript) { transcript_ = std::move(transcript); }

  private:
    void require(bool ok, const Requirement& requirement, const std::string& detail) const;
    void forget();
    Registers exchange(uint16_t sender, const Registers& words);
    void check(uint16_t sender, const Registers& words);
    void check_response(const Registers& words) const;
    void check_spmc_calls(uint16_t sender, const Registers& words) const;
    void check_retrieve_calls(uint16_t sender, const RetrieveMemRequest& request,
                              const std::vector<SpmcEvent>& events) const;
    void check_relinquish_calls(const RelinquishMemRequest& request, const std::vector<SpmcEvent>& events) const;
    HostedService need_service(std::string_view uuid_text, std::string_view what);

    const Requirement* requirement_;
    StartTarget start_;
    Target target_;
    uint64_t seed_;
    Transcript transcript_;
    Registers response_ = {};
    std::string observation_;
    uint64_t handles_given_ = 0;
    size_t retrieved_count_ = 0;
    std::optional<Broken> pending_; ///< found by `check`, for when the test itself finds nothing wrong
};

/// A call with the fields that most tests leave alone.
ServiceCallRequest make_call(InterfaceId interface_id, uint16_t opcode, uint64_t handle, uint32_t request_length,
                             uint32_t client_id = 0);

/// The same without shared memory.
ServiceCallRequest make_doorbell(InterfaceId interface_id, uint16_t opcode);

/// "-3 (NOT_FOUND)"
std::string describe(RpcStatus status);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_RUN_HPP
