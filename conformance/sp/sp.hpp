// SPDX-License-Identifier: BSD-3-Clause
//
// What the endpoint suite's tests are written with: typed operations on an SP. Every exchange goes to the judge, so a
// test says only what it does, and `require`s what no judge can know.
#ifndef TSRPC_CONFORMANCE_SP_SP_HPP
#define TSRPC_CONFORMANCE_SP_SP_HPP

#include "conformance/engine/test.hpp"
#include "conformance/sp/callable.hpp"
#include "conformance/sp/state.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// A service call's response, by its fields.
struct CallResult {
    RpcStatus rpc_status;
    uint32_t service_status;
    uint32_t response_length;
};

class Sp {
  public:
    /// Of the test's target, to which hello was said.
    explicit Sp(Test& test);
    Sp(const Sp&) = delete;
    Sp& operator=(const Sp&) = delete;

    Test& test() { return test_; }
    const SpState& state() const { return state_; }
    uint64_t seed() const { return test_.options().seed; }

    // --- who sends -------------------------------------------------------------------------------------------------

    /// The senders that tests use: the target's first ones. FF-A ids below 0x8000 are of the normal world.
    uint16_t a() const;
    uint16_t b() const; ///< another. Unreachable where the target has one sender id only

    /// Whether the target can send in that name.
    bool can_send_as(uint16_t sender) const;

    /// Those of `senders` that it can.
    std::vector<uint16_t> allowed(std::vector<uint16_t> senders) const;

    /// The same without `a()`.
    std::vector<uint16_t> others(std::vector<uint16_t> senders) const;

    // --- the conversation ------------------------------------------------------------------------------------------

    /// Says a command later, with others: faster than one by one. The judge sees it then.
    void post(Command command);

    /// Says all that was posted.
    void flush();

    /// Says a command now, after all that was posted. The reply stays as it is until the next is said.
    const Reply& say(const Command& command);

    /// One direct request and its response. Any five words: the judge knows what of it can be judged.
    Registers request(uint16_t sender, const Registers& words);
    void post_request(uint16_t sender, const Registers& words);

    uint32_t get_version(uint16_t sender);
    RpcStatus service_info(uint16_t sender, const Uuid& uuid);
    RpcStatus retrieve(uint16_t sender, uint64_t handle, uint64_t tag = 0);
    RpcStatus relinquish(uint16_t sender, uint64_t handle);
    CallResult call(uint16_t sender, const ServiceCallRequest& call);

    void post_service_info(uint16_t sender, const Uuid& uuid);
    void post_retrieve(uint16_t sender, uint64_t handle, uint64_t tag = 0);
    void post_relinquish(uint16_t sender, uint64_t handle);
    void post_call(uint16_t sender, const ServiceCallRequest& call);

    /// What the SP asked of its SPMC during the last command. Unreachable where that cannot be seen.
    const std::vector<SpmcEvent>& spmc_events();

    // --- memory ----------------------------------------------------------------------------------------------------

    /// FFA_MEM_SHARE of whole pages. Unreachable where the target has no memory to share.
    Region share(uint16_t owner, uint64_t pages = 1, uint64_t tag = 0);

    /// The same under that handle. Unreachable where the target chooses handles.
    Region share_as(uint16_t owner, uint64_t handle, uint64_t pages = 1, uint64_t tag = 0);

    /// Shares and retrieves. Skips the test where the SP, by what was measured, need not have room for it.
    Region retrieved(uint16_t owner, uint64_t pages = 1, uint64_t tag = 0);
    Region retrieved_as(uint16_t owner, uint64_t handle, uint64_t pages = 1);

    /// Retrieves what is shared, or skips as above.
    void retrieve_shared(const Region& region);

    /// The same, or nothing where the SP refuses: the region is then reclaimed.
    std::optional<Region> try_retrieved(uint16_t owner, uint64_t pages = 1);

    /// Relinquishes and reclaims.
    void release(const Region& region);

    /// FFA_MEM_RECLAIM. False: refused.
    bool reclaim(const Region& region);

    void write(const Region& region, std::span<const uint8_t> bytes, uint64_t offset = 0);
    void fill(const Region& region, uint8_t byte);

    /// What its owner sees, from the start: the judge compares it with what must be there.
    std::vector<uint8_t> read(const Region& region, uint64_t length);

    /// The same of the whole region, for the judge alone.
    void look(const Region& region);

    /// `look` at all regions that are shared.
    void look_at_all();

    /// Makes the SPMC refuse with an FF-A error until it is allowed again: an SP may try more than once. Unreachable
    /// where it cannot be made to.
    void refuse(SpmcOperation operation, int32_t error = TSRPC_FFA_DENIED);
    void allow(SpmcOperation operation);

    // --- what the SP has -------------------------------------------------------------------------------------------

    /// The service with that UUID, where the SP hosts it.
    std::optional<HostedService> find_service(const Uuid& uuid);

    HostedService test_service(); ///< skips the test where the SP lacks it
    HostedService twin();
    std::vector<HostedService> test_services();      ///< the test service and, where the SP hosts it, its twin
    std::vector<HostedService> find_test_services(); ///< the same, or none where the SP lacks the test service
    std::vector<HostedService> hosted_services();    ///< all that the suite or the user knows by their UUID
    std::vector<HostedService> need_hosted();        ///< skips the test where there is none

    /// The test services, and those of the profile, once for each call with memory whose answer is as the profile says.
    std::vector<Callable> find_callables();
    std::vector<Callable> callables(); ///< the same; skips the test where there is none

    /// The profile's calls of services that the SP hosts, doorbells among them; all, or those that were tried and are
    /// answered as the profile says.
    enum class Tried : uint8_t { any, right };
    std::vector<Callable> profile_calls(Tried which);

    /// Skips the test, for want of the test service and of calls of the profile, which lacks what is said: "has no
    /// call with memory".
    [[noreturn]] void skip_calls(std::string_view profile_lacks);

    /// Makes the profile's call in that memory, by its owner.
    void post_known(const Region& region, const Callable& callable);

    bool has_memory() const { return test_.target().has_memory && (!state_.capacity || state_.capacity->regions > 0); }

    /// What was measured; skips the test where the SP takes no memory at all.
    const Capacity& capacity();

    /// Skips the test where the SP need not take so much at a time, of one caller, or of two.
    void need_room(size_t regions_of_caller, size_t regions, uint64_t pages = 1);

    // --- the test --------------------------------------------------------------------------------------------------

    void own(std::initializer_list<std::string_view> requirements) { test_.own(requirements); }

    /// Test::require, after all that was posted.
    void require(bool ok, const std::string& detail);

    /// The status must be SUCCESS for the test to go on.
    void must_succeed(RpcStatus status, const std::string& what);
    void must_not_succeed(RpcStatus status, const std::string& what);

    /// Those of `cases` that are tried where each takes so many exchanges and boots: all, on a fast target.
    template <class T>
    std::vector<T> sample(std::vector<T> cases, double exchanges = 1, double boots = 0) {
        flush();
        return test_.sample(std::move(cases), exchanges, boots);
    }

    /// Unreachable where the target cannot send such a request.
    void need_any_words() const;

    /// The SP as after boot: nothing shared, nothing retrieved. Unreachable where it cannot be reset.
    void boot();

    /// The same if that can be had, else with nothing shared.
    void reset();

    /// Starts a test anew: the SP as after `reset`, or a fresh one after it was lost, and no trace nor finding of
    /// before.
    void begin();

    /// Gives everything back, so that the next test finds the SP as this one did.
    void leave();

  private:
    Registers words_of(ServiceCallRequest call) const;
    std::optional<Region> try_share(uint16_t owner, uint64_t pages, uint64_t tag);
    void hear(const Said& said);
    std::vector<Region> shared_regions() const;
    void release_all();

    Test& test_;
    SpState state_;
    std::vector<Command> posted_;
    uint64_t handles_given_ = 0;
};

/// A call with the fields that most tests leave alone.
ServiceCallRequest make_call(InterfaceId interface_id, uint16_t opcode, uint64_t handle, uint32_t request_length,
                             uint32_t client_id = 0);

/// The same without shared memory.
ServiceCallRequest make_doorbell(InterfaceId interface_id, uint16_t opcode, uint32_t client_id = 0);

/// Retrieves one-page regions of `owner` until the SP refuses one or `most` are retrieved. The refused one is
/// reclaimed.
std::vector<Region> fill_slots(Sp& sp, uint16_t owner, size_t most = SIZE_MAX);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_SP_HPP
