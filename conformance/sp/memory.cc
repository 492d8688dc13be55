// SPDX-License-Identifier: BSD-3-Clause
//
// RETRIEVE_MEM and RELINQ_MEM of one caller.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/slots.hpp"
#include "conformance/sp/sweeps.hpp"
#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>
#include <initializer_list>

#include <algorithm>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// FF-A's error codes, NOT_SUPPORTED to ABORTED.
constexpr int32_t ffa_errors[] = {-1, -2, -3, -4, -5, -6, -7, -8};

/// The first SPMC call that the last request must have led to.
static SpmcEvent need_event(Run& run, SpmcOperation operation, const char* what) {
    const std::vector<SpmcEvent>& events = run.spmc_events();
    run.require(!events.empty() && events[0].operation == operation,
                fmt::format("{} does not lead to a {} at the SPMC", what,
                            operation == SpmcOperation::retrieve ? "retrieve" : "relinquish"));
    return events[0];
}

static void require_no_relinquish(Run& run, const char* what) {
    run.require(run.spmc_events().empty(), fmt::format("{} led to a call of the SPMC", what));
}

TSRPC_SP_TEST(memory, retrieve) {
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 2, 3, 4}) {
        const Memory memory = run.share(caller_a, pages);
        run.must_succeed(run.retrieve(caller_a, memory.handle, memory.tag), fmt::format("{} pages", pages));
        need_event(run, SpmcOperation::retrieve, "RETRIEVE_MEM");
        run.release(memory);
    }
}

TSRPC_SP_TEST(memory, large_regions) {
    std::string sizes;
    for (const uint64_t pages :
         std::initializer_list<uint64_t>{16, 64, 1024}) { // the Linux driver shares 4 MiB at most
        const Memory memory = run.share(caller_a, pages);
        const RpcStatus status = run.retrieve(caller_a, memory.handle, memory.tag);
        sizes += fmt::format("{}{} pages: {}", sizes.empty() ? "" : "; ", pages, describe(status));
        if (status == RpcStatus::success) {
            run.release(memory);
        }
    }
    run.observe("RPC status of RETRIEVE_MEM for " + sizes);
}

TSRPC_SP_TEST(memory, retrieve_handle) {
    for (const uint64_t handle : varied_handles()) {
        const Memory memory = run.share_as(caller_a, handle);
        const RpcStatus status = run.retrieve(caller_a, handle, 0);
        const uint64_t seen = need_event(run, SpmcOperation::retrieve, "RETRIEVE_MEM").handle;
        run.require(seen == handle, fmt::format("the SPMC was asked for 0x{:016x}, not 0x{:016x}", seen, handle));
        run.must_succeed(status, fmt::format("handle 0x{:016x}", handle));
        run.release(memory);
    }
}

TSRPC_SP_TEST(memory, retrieve_tag) {
    for (const uint64_t tag : varied_words()) {
        const Memory memory = run.share(caller_a, 1, tag);
        const RpcStatus status = run.retrieve(caller_a, memory.handle, tag);
        const uint64_t seen = need_event(run, SpmcOperation::retrieve, "RETRIEVE_MEM").tag;
        run.require(seen == tag, fmt::format("the SPMC saw tag 0x{:016x}, not 0x{:016x}", seen, tag));
        run.must_succeed(status, fmt::format("tag 0x{:016x}", tag));
        run.release(memory);
    }
}

TSRPC_SP_TEST(memory, retrieve_sender) {
    for (const uint16_t sender : varied_senders(run.target().own_id())) {
        const Memory memory = run.share(sender);
        const RpcStatus status = run.retrieve(sender, memory.handle, 0);
        const uint16_t seen = need_event(run, SpmcOperation::retrieve, "RETRIEVE_MEM").sender_id;
        run.require(seen == sender, fmt::format("the SPMC saw sender 0x{:04x}, not 0x{:04x}", seen, sender));
        run.must_succeed(status, fmt::format("sender 0x{:04x}", sender));
        run.release(memory);
    }
}

/// The responses of `operation` to every kind of request: done, refused, unknown.
static void require_reserved_zero(Run& run) {
    const Registers& response = run.response();
    run.require((response[W5] | response[W6] | response[W7]) == 0,
                fmt::format("W5..W7 are {:08x} {:08x} {:08x}", response[W5], response[W6], response[W7]));
}

TSRPC_SP_TEST(memory, retrieve_reserved_zero) {
    run.retrieve(caller_a, 0x0123456789abcdef, 0xfedcba9876543210); // nothing is shared
    require_reserved_zero(run);
    const Memory memory = run.share(caller_a);
    run.retrieve(caller_a, memory.handle, memory.tag);
    require_reserved_zero(run);
    run.release(memory);
    if (run.target().has_spmc()) {
        const Memory refused = run.share(caller_a);
        run.refuse(SpmcOperation::retrieve);
        run.retrieve(caller_a, refused.handle, refused.tag);
        require_reserved_zero(run);
    }
}

TSRPC_SP_TEST(memory, relinquish_reserved_zero) {
    run.relinquish(caller_a, 0x0123456789abcdef); // nothing is retrieved
    require_reserved_zero(run);
    const Memory memory = run.retrieved(caller_a);
    if (run.target().has_spmc()) {
        run.refuse(SpmcOperation::relinquish);
        run.relinquish(caller_a, memory.handle);
        require_reserved_zero(run);
        run.allow(SpmcOperation::relinquish);
    }
    run.relinquish(caller_a, memory.handle);
    require_reserved_zero(run);
}

TSRPC_SP_TEST(memory, relinquish) {
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
        const Memory memory = run.retrieved(caller_a, pages);
        run.must_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM of retrieved memory");
        need_event(run, SpmcOperation::relinquish, "RELINQ_MEM");
        run.reclaim(memory);
    }
}

TSRPC_SP_TEST(memory, relinquish_handle) {
    for (const uint64_t handle : varied_handles()) {
        const Memory memory = run.retrieved_as(caller_a, handle);
        const RpcStatus status = run.relinquish(caller_a, handle);
        const uint64_t seen = need_event(run, SpmcOperation::relinquish, "RELINQ_MEM").handle;
        run.require(seen == handle, fmt::format("the SPMC was given 0x{:016x}, not 0x{:016x}", seen, handle));
        run.must_succeed(status, fmt::format("handle 0x{:016x}", handle));
        run.reclaim(memory);
    }
}

TSRPC_SP_TEST(memory, held_until_relinquished) {
    const Memory memory = run.retrieved(caller_a);
    const auto require_held = [&](const char* after) {
        const int32_t result = run.target().reclaim(memory.owner, memory.handle);
        run.require(result != 0, fmt::format("after {} the SP no longer holds the memory", after));
    };
    require_held("RETRIEVE_MEM");
    run.get_version(caller_a);
    require_held("GET_VERSION");
    for (const HostedService& service : run.hosted_services()) {
        run.call(caller_a, make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, memory.handle, 0));
        require_held("a call");
        run.call(caller_a, make_call(service.interface_id, 0x7654, memory.handle, 0));
        require_held("a call with an unknown opcode");
        run.call(caller_a, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
        require_held("a doorbell");
    }
    run.relinquish(caller_b, memory.handle);
    require_held("RELINQ_MEM by another caller");
    run.release(memory);
}

TSRPC_SP_TEST(memory, contents_kept) {
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
        const Memory memory = run.share(caller_a, pages, 0xfedcba9876543210);
        for (const uint8_t byte : std::initializer_list<uint8_t>{0x00, 0xff, 0x5a}) {
            const std::vector<uint8_t> content(memory.size, byte);
            run.write(memory, content);
            run.retrieve_shared(memory);
            require_content(run, memory, content, "RETRIEVE_MEM");
            run.relinquish(caller_b, memory.handle);
            require_content(run, memory, content, "RELINQ_MEM by another caller");
            run.must_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM");
            require_content(run, memory, content, "RELINQ_MEM");
        }
        run.reclaim(memory);
    }
}

/// Shares memory under a handle that there was before: the size that it had then is forgotten.
static void share_anew(Run& run, uint64_t handle, uint64_t pages) {
    const Memory memory = run.share_as(caller_a, handle, pages);
    run.must_succeed(run.retrieve(caller_a, handle, memory.tag), "RETRIEVE_MEM of a handle shared anew");
    if (const auto service = run.find_service(test_service_uuid())) {
        const auto status = [&](uint64_t length) {
            return run
                .call(caller_a,
                      make_call(service->interface_id, TSRPC_TEST_SERVICE_NOP, handle, static_cast<uint32_t>(length)))
                .rpc_status;
        };
        run.must_succeed(status(memory.size), "a request as long as the memory shared anew");
        run.must_not_succeed(status(memory.size + 1), "a request longer than the memory shared anew");
    }
    run.release(memory);
}

TSRPC_SP_TEST(memory, retrieve_again) {
    const Memory memory = run.retrieved(caller_a);
    run.must_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM");
    run.must_succeed(run.retrieve(caller_a, memory.handle, memory.tag), "RETRIEVE_MEM of memory relinquished before");
    run.release(memory);
    for (const uint64_t pages : std::initializer_list<uint64_t>{3, 1, 2}) {
        share_anew(run, memory.handle, pages);
    }
    const Memory larger = run.share_as(caller_b, memory.handle, 2);
    run.must_succeed(run.retrieve(caller_b, larger.handle, larger.tag), "RETRIEVE_MEM of a handle that came back");
    for (const HostedService& service : run.hosted_services()) {
        // A length that only the new memory has: the old one's size is forgotten.
        const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, larger.handle, TSRPC_PAGE_SIZE + 1);
        const CallResult result = run.call(caller_b, call);
        run.require(service.uuid != test_service_uuid() || result.response_length == TSRPC_PAGE_SIZE + 1,
                    "ECHO of what only the new memory holds: RPC status is " + describe(result.rpc_status));
    }
    run.release(larger);
}

TSRPC_SP_TEST(memory, not_of_a_service) {
    const HostedService first = run.test_service();
    const HostedService second = run.twin();
    const Memory memory = run.retrieved(caller_a);
    for (const HostedService& service : {first, second, first}) {
        run.must_succeed(
            run.call(caller_a, make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, 16)).rpc_status,
            fmt::format("a call of interface 0x{:02x}", service.interface_id.value()));
    }
    run.release(memory);
}

/// Shares memory and has the SPMC refuse its retrieval.
static std::pair<Memory, RpcStatus> refused_retrieve(Run& run, uint64_t handle) {
    const Memory memory = run.share_as(caller_a, handle);
    run.refuse(SpmcOperation::retrieve);
    const RpcStatus status = run.retrieve(caller_a, memory.handle, memory.tag);
    run.allow(SpmcOperation::retrieve);
    return {memory, status};
}

TSRPC_SP_TEST(memory, refused_retrieve) {
    const Memory memory = run.share(caller_a);
    for (const int32_t error : ffa_errors) {
        run.refuse(SpmcOperation::retrieve, error);
        run.must_not_succeed(run.retrieve(caller_a, memory.handle, memory.tag),
                             fmt::format("RETRIEVE_MEM that the SPMC refuses with FF-A error {}", error));
        need_event(run, SpmcOperation::retrieve, "RETRIEVE_MEM");
    }
    run.allow(SpmcOperation::retrieve);
    run.must_not_succeed(run.retrieve(caller_a, 0x8765432187654321, 0), "RETRIEVE_MEM of a handle that is not shared");
    run.must_not_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM of memory that was not retrieved");
    run.reclaim(memory);
}

TSRPC_SP_TEST(memory, refused_retrieve_status) {
    run.must_be(refused_retrieve(run, 0x1234567812345678).second, RpcStatus::transport_layer,
                "RETRIEVE_MEM that the SPMC refuses");
}

TSRPC_SP_TEST(memory, refused_retrieve_takes_no_slot) {
    const size_t slots = count_slots(run);
    run.reset();
    const Memory memory = run.share(caller_a);
    for (size_t i = 0; i <= slots; ++i) {
        run.refuse(SpmcOperation::retrieve);
        run.must_not_succeed(run.retrieve(caller_a, memory.handle, memory.tag), "RETRIEVE_MEM that the SPMC refuses");
    }
    run.allow(SpmcOperation::retrieve);
    run.must_succeed(run.retrieve(caller_a, memory.handle, memory.tag), "RETRIEVE_MEM that was refused before");
    const size_t others = fill_slots(run, caller_a).size();
    run.require(others + 1 >= slots,
                fmt::format("{} regions could be retrieved at a time, after {} refused retrieves {}", slots, slots + 1,
                            others + 1));
}

TSRPC_SP_TEST(memory, refused_relinquish) {
    const Memory memory = run.retrieved(caller_a);
    for (const int32_t error : ffa_errors) {
        run.refuse(SpmcOperation::relinquish, error);
        run.must_not_succeed(run.relinquish(caller_a, memory.handle),
                             fmt::format("RELINQ_MEM that the SPMC refuses with FF-A error {}", error));
        need_event(run, SpmcOperation::relinquish, "RELINQ_MEM");
    }
}

TSRPC_SP_TEST(memory, refused_relinquish_status) {
    const Memory memory = run.retrieved(caller_a);
    run.refuse(SpmcOperation::relinquish);
    run.must_be(run.relinquish(caller_a, memory.handle), RpcStatus::transport_layer,
                "RELINQ_MEM that the SPMC refuses");
}

/// A call that carries data both ways, with the memory that it must still have.
static void require_usable(Run& run, const HostedService& service, const Memory& memory, const std::string& when) {
    const CallResult result =
        run.call(memory.owner, make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, 16));
    run.must_succeed(result.rpc_status, "ECHO " + when);
    run.require(result.response_length == 16, fmt::format("ECHO {}: response length {}", when, result.response_length));
    describe_call(run, memory, service.interface_id, static_cast<uint32_t>(memory.size), 0);
}

static void require_kept_after(Run& run, int refusals) {
    run.reset();
    const Memory memory = run.retrieved(caller_a, 2);
    run.refuse(SpmcOperation::relinquish);
    for (int i = 0; i < refusals; ++i) {
        run.must_not_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM that the SPMC refuses");
    }
    run.allow(SpmcOperation::relinquish);
    const auto service = run.find_service(test_service_uuid());
    if (service) {
        require_usable(run, *service, memory, "after a refused relinquish");
    }
    const Memory other = run.share(caller_b);
    if (run.retrieve(caller_b, other.handle, other.tag) == RpcStatus::success) {
        if (service) {
            require_usable(run, *service, memory, "after a refused relinquish and another caller's retrieve");
            require_usable(run, *service, other, "of that other caller");
        }
        run.release(other);
    }
    run.must_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM, no longer refused");
    run.reclaim(memory);
}

TSRPC_SP_TEST(memory, refused_relinquish_keeps) {
    require_kept_after(run, 1);
    require_kept_after(run, 3);
}

/// RELINQ_MEM of what is not retrieved, before, while and after something else is.
template <class Check>
static void relinquish_unknown(Run& run, const Check& check) {
    constexpr uint64_t unknown[] = {0x0123456789abcdef, 0, 1, TSRPC_INVALID_MEMORY_HANDLE};
    for (const uint64_t handle : unknown) {
        check(run.relinquish(caller_a, handle), fmt::format("nothing retrieved, handle 0x{:016x}", handle));
    }
    const Memory shared = run.share(caller_a);
    check(run.relinquish(caller_a, shared.handle), "memory shared but not retrieved");
    const Memory memory = run.retrieved(caller_a);
    for (const uint64_t handle : unknown) {
        check(run.relinquish(caller_a, handle), fmt::format("another region retrieved, handle 0x{:016x}", handle));
    }
    run.release(memory);
}

TSRPC_SP_TEST(memory, relinquish_unknown) {
    relinquish_unknown(run, [&run](RpcStatus status, const std::string& what) {
        run.must_not_succeed(status, "RELINQ_MEM, " + what);
        require_no_relinquish(run, "RELINQ_MEM of what was not retrieved");
    });
}

TSRPC_SP_TEST(memory, relinquish_unknown_status) {
    relinquish_unknown(run, [&run](RpcStatus status, const std::string& what) {
        run.must_be(status, RpcStatus::not_found, "RELINQ_MEM, " + what);
    });
}

TSRPC_SP_TEST(memory, relinquish_twice) {
    // The first, the middle and the last of three, where the SP has room for three.
    for (size_t victim = 0; victim < 3; ++victim) {
        run.reset();
        const std::vector<Memory> regions = fill_slots(run, caller_a, 3);
        if (victim >= regions.size()) {
            return;
        }
        const Memory& memory = regions[victim];
        run.must_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM");
        for (int i = 0; i < 2; ++i) {
            run.must_not_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM, again");
            require_no_relinquish(run, "RELINQ_MEM of memory relinquished before");
        }
        const std::vector<Memory> others = fill_slots(run, caller_b, 2); // each in a place of its own
        for (const Memory& other : others) {
            run.must_succeed(run.relinquish(caller_b, other.handle), "RELINQ_MEM of memory retrieved after it");
        }
        run.reclaim(memory);
        run.must_not_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM after FFA_MEM_RECLAIM");
    }
}

TSRPC_SP_TEST(memory, relinquish_single_bit) {
    for (const uint64_t handle : std::initializer_list<uint64_t>{uint64_t{0x0123456789abcdef}, uint64_t{0}}) {
        const Memory memory = run.retrieved_as(caller_a, handle);
        for (const uint64_t near : near_handles(handle)) {
            run.must_not_succeed(run.relinquish(caller_a, near),
                                 fmt::format("RELINQ_MEM of 0x{:016x}, with 0x{:016x} retrieved", near, handle));
            require_no_relinquish(run, "RELINQ_MEM of a handle with a bit changed");
        }
        run.release(memory);
    }
}

TSRPC_SP_TEST(memory, retrieved_twice) {
    const Memory memory = run.retrieved(caller_a);
    const auto status = [&run](const Registers& words) {
        const Registers response = run.request_anything(caller_a, words);
        return describe(static_cast<RpcStatus>(static_cast<int32_t>(response[W4])));
    };
    const std::string second = status(pack(RetrieveMemRequest{MemoryHandle{memory.handle}, MemoryTag{memory.tag}}));
    const std::string relinquished = status(pack(RelinquishMemRequest{MemoryHandle{memory.handle}}));
    run.observe(fmt::format("RETRIEVE_MEM again: RPC status {}; RELINQ_MEM then: {}", second, relinquished));
}
