// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/sequence.hpp"

#include "conformance/sp/sweeps.hpp"

#include <algorithm>
#include <bit>

namespace tsrpc::conformance {
namespace {

constexpr uint16_t senders[Step::senders] = {0x0001, 0x0002, 0x0000, 0x8765, 0x8001, 0x0101,
                                             0x0003, 0x7fff, 0x8002, 0x8000, 0x4001, 0xfffe};

/// Handles of places: those that share a half, 0, all ones in one half, and the same swapped.
constexpr uint64_t handles[Sequence::places] = {
    0x00000001'00000007, 0x00000002'00000007, 0x00000001'00000008, 0x00000007'00000001,
    0x00000000'00000000, 0x00000000'00000001, 0xffffffff'00000000, 0x00000000'ffffffff,
    0x01234567'89abcdef, 0x01234567'89abcdee, 0xfedcba98'76543210, 0x00000000'00000100,
};

constexpr uint16_t opcodes[] = {
    TSRPC_TEST_SERVICE_ECHO,   TSRPC_TEST_SERVICE_DESCRIBE, TSRPC_TEST_SERVICE_STATUS,   TSRPC_TEST_SERVICE_FILL,
    TSRPC_TEST_SERVICE_NOP,    TSRPC_TEST_SERVICE_DESCRIBE, TSRPC_TEST_SERVICE_NOP_LAST, TSRPC_TEST_SERVICE_ECHO,
    TSRPC_TEST_SERVICE_STATUS, TSRPC_TEST_SERVICE_FILL,
};

constexpr uint64_t tags[] = {1, 0xffffffff, 0xffffffff00000000, ~uint64_t{0}, 0x8000000000000000, 0x0123456789abcdef};

/// The size of a region that a step shares.
uint64_t pages_of(const Step& step) {
    constexpr uint64_t pages[] = {1, 2, 3, 1, 4, 2, 17, 257};
    return pages[step.detail / 4 % std::size(pages)];
}

/// What STATUS is told: RPC statuses among others.
uint32_t status_of(const Step& step) {
    return step.number % 2 == 0 ? 0u - step.number / 2 % 16 : step.number * 0x00010003u;
}

Registers with_handle(uint32_t opcode, uint64_t handle, uint64_t tag) {
    return {{TSRPC_CONTROL_INTERFACE_ID_MASK | opcode, static_cast<uint32_t>(handle),
             static_cast<uint32_t>(handle >> 32), static_cast<uint32_t>(tag), static_cast<uint32_t>(tag >> 32)}};
}

/// How many bytes FILL is told to write: few, one more than the memory has, and so on.
uint32_t filled_by(const Step& step) {
    return step.number % 16 < 4 ? step.number / 16 % 8u : step.number % (2u * TSRPC_PAGE_SIZE);
}

/// A handle that is another in part.
uint64_t changed(uint64_t handle, unsigned change) {
    return change % 65 == 64 ? std::rotl(handle, 32) : handle ^ uint64_t { 1 } << change % 65;
}

/// Lengths around those of the memory, and others.
uint32_t length_of(const Step& step) {
    constexpr uint32_t page = TSRPC_PAGE_SIZE;
    switch (step.number % 16) {
    case 0: return 0;
    case 1: return page;
    case 2: return page + 1;
    case Step::two_pages_long: return 2 * page;
    case 4: return 2 * page + 1;
    case 5: return 3 * page;
    case 6: return 3 * page + 1;
    case 7: return 0x80000000u >> step.number % 20;
    case 8: return 0xffffffff - step.number / 16;
    case 9: return step.number / 16 % 6;
    case 10: return step.number / 16 % 6;
    default: return step.number;
    }
}

} // namespace

Sequence::Place Sequence::usual(size_t place) {
    return {senders[place % 3 == 2 ? 1 : place / 4 % 4], handles[place], 0};
}

uint16_t Sequence::sender_of(const Step& step) const {
    const std::vector<uint16_t>& own = sp_.test().target().senders;
    const size_t place = step.region % places;
    if (step.sender == 0) {
        const uint16_t owner = shared_[place] ? shared_[place]->owner : usual(place).owner;
        return sp_.can_send_as(owner) ? owner : sp_.a();
    }
    const uint16_t sender = senders[step.sender % std::size(senders)];
    return own.empty() && sp_.can_send_as(sender) ? sender : own.empty() ? sp_.a() : own[step.sender % own.size()];
}

uint64_t Sequence::handle_of(const Step& step) const {
    const size_t place = step.region % places;
    const uint64_t handle = shared_[place] ? shared_[place]->handle : handles[place];
    return step.change == 0 ? handle : changed(handle, step.change - 1u);
}

std::optional<InterfaceId> Sequence::interface_of(const Step& step) {
    const Uuid uuid = step.detail % 4 == 3 ? test_service_twin_uuid() : test_service_uuid();
    if (sp_.state().find_service(uuid) == nullptr && !sp_.state().not_found.contains(key_of(uuid))) {
        sp_.service_info(sp_.a(), uuid);
    }
    const HostedService* const service = sp_.state().find_service(uuid);
    return service == nullptr ? std::nullopt : std::optional(service->interface_id);
}

/// The region that is shared under that handle. Commands are said many at once, until somebody asks.
const RegionState* Sequence::find(uint64_t handle) {
    if (changes_posted_) {
        sp_.flush();
        changes_posted_ = false;
    }
    return sp_.state().find(handle);
}

void Sequence::share(const Step& step) {
    if (!sp_.test().target().has_memory) {
        return;
    }
    const size_t place = step.region % places;
    Place now = usual(place);
    now.owner = step.sender == 0 && sp_.can_send_as(now.owner) ? now.owner : sender_of(step);
    now.tag = step.detail % 4 == 3 ? tags[step.number % std::size(tags)] : 0;
    if (step.change != 0) { // one bit from the invalid handle, or one bit alone
        const uint64_t bit = uint64_t{1} << step.change % 64;
        now.handle = step.change % 128 < 64 ? ~bit : bit;
    }
    const uint64_t pages = pages_of(step);
    if (sp_.test().target().takes_handles) { // a handle that is shared already is refused, by the SPMC
        if (find(now.handle) == nullptr) {
            shared_[place] = now;
        }
        sp_.post(Share{now.owner, pages * TSRPC_PAGE_SIZE, now.tag, now.handle});
        changes_posted_ = true;
    } else if (!shared_[place] || find(shared_[place]->handle) == nullptr) {
        const Region region = sp_.share(now.owner, pages, now.tag);
        shared_[place] = Place{region.owner, region.handle, region.tag};
    }
}

void Sequence::renew(const Step& step) {
    const size_t place = step.region % places;
    if (shared_[place]) {
        const auto [owner, handle, tag] = *shared_[place];
        if (sp_.test().target().any_words) {
            sp_.post_relinquish(owner, handle);
        }
        sp_.post(Reclaim{owner, handle});
        changes_posted_ = true;
    }
    share(step);
    if (shared_[place] && sp_.test().target().any_words) {
        sp_.post_retrieve(shared_[place]->owner, shared_[place]->handle, shared_[place]->tag);
    }
}

void Sequence::fill(const Step& step) {
    if (!sp_.test().target().takes_handles || !sp_.test().target().any_words) {
        return;
    }
    const uint16_t sender = sender_of(step);
    const auto id = fills_with_calls(step) ? interface_of(step) : std::nullopt;
    for (uint64_t i = 0; i < 1u + step.number % Step::most_filled; ++i) {
        const uint64_t handle = 0x00000f11'0000f111 + i * 0x1'00000001; // no half of it is that of a place
        sp_.post(Share{sender, pages_of(step) * TSRPC_PAGE_SIZE, 0, handle});
        sp_.post_retrieve(sender, handle);
        if (id) {
            for (const uint32_t length : {1u, static_cast<uint32_t>(pages_of(step) * TSRPC_PAGE_SIZE)}) {
                sp_.post_call(sender, make_call(*id, TSRPC_TEST_SERVICE_ECHO, handle, length));
            }
        }
    }
}

/// The request, with an SPMC that refuses it if the step says so.
void Sequence::unless_refused(const Step& step, SpmcOperation operation, const Registers& words) {
    const bool refuse = step.detail % 8 == 7 && sp_.test().target().can_refuse;
    if (refuse) {
        sp_.refuse(operation, -1 - step.number % 8);
    }
    sp_.post_request(sender_of(step), words);
    if (refuse) {
        sp_.allow(operation);
    }
}

void Sequence::call(const Step& step) {
    const auto id = interface_of(step);
    if (!id || (!sp_.state().profile.empty() && step.detail % 4 == 2)) {
        call_of_profile(step);
        return;
    }
    const uint16_t opcode = step.detail / 4 % 16 < std::size(opcodes) ? opcodes[step.detail / 4 % 16] : step.number;
    const uint64_t handle = handle_of(step);
    const RegionState* const region = find(handle);
    uint32_t length = length_of(step);
    if (region != nullptr && step.number % 3 != 0) { // mostly what can be served
        length = static_cast<uint32_t>(length % (region->size + 1));
    }
    if (region != nullptr && (opcode == TSRPC_TEST_SERVICE_FILL || opcode == TSRPC_TEST_SERVICE_STATUS)) {
        std::vector<uint8_t> request(8, static_cast<uint8_t>(step.number));
        put_u32(request, 0, opcode == TSRPC_TEST_SERVICE_FILL ? filled_by(step) : status_of(step));
        sp_.post(Write{handle, 0, request});
        length = std::max(length, 5u);
    }
    sp_.post_call(sender_of(step), make_call(*id, opcode, handle, length, step.number * 0x00010001u));
    if (region != nullptr && step.number % 4 < 3) {
        sp_.post(Read{handle, 0, std::min<uint64_t>(region->size, 256)});
    }
}

/// A call of the profile, in memory that may be there. Nothing if none is answered as the profile says.
void Sequence::call_of_profile(const Step& step) {
    if (!profile_) {
        sp_.flush();
        profile_ = sp_.profile_calls(Sp::Tried::right);
    }
    if (profile_->empty()) {
        return;
    }
    const Callable& service = (*profile_)[step.number % profile_->size()];
    const HostedService* const now = sp_.state().find_service(service.uuid);
    if (now == nullptr) { // since a reboot
        sp_.service_info(sp_.a(), service.uuid);
        return;
    }
    const uint64_t handle = service.call->doorbell ? TSRPC_INVALID_MEMORY_HANDLE : handle_of(step);
    if (!service.call->request.empty() && find(handle) != nullptr) {
        sp_.post(Write{handle, 0, service.call->request});
    }
    sp_.post_call(sender_of(step), make_call(now->interface_id, service.call->opcode, handle,
                                             static_cast<uint32_t>(service.call->request.size())));
    if (find(handle) != nullptr) {
        sp_.post(Read{handle, 0, 64});
    }
}

void Sequence::service_info(const Step& step) {
    Uuid uuid = step.detail % 3 == 0   ? test_service_uuid()
                : step.detail % 3 == 1 ? test_service_twin_uuid()
                                       : known_services()[step.number % known_services().size()];
    if (step.change % 4 == 1) {
        uuid.bytes[step.change / 4 % Uuid::size] ^= static_cast<uint8_t>(1u << step.number % 8);
    } else if (step.change % 4 == 2) {
        uuid = reordered(uuid, mistaken_orders()[step.change / 4 % mistaken_orders().size()]);
    } else if (step.change % 4 == 3) { // some registers of it
        for (size_t i = 0; i < Uuid::size; ++i) {
            uuid.bytes[i] = (step.change >> (4 + i / 4) & 1) != 0 ? uuid.bytes[i] : uint8_t{0};
        }
    }
    sp_.post_service_info(sender_of(step), uuid);
}

void Sequence::any_words(const Step& step) {
    std::mt19937_64 random(step.number * 0x10001u + step.detail);
    Registers words = {};
    for (uint32_t& word : words.words) {
        word = static_cast<uint32_t>(random());
    }
    if (step.detail % 32 == 0 || step.detail % 32 == 4) {
        words.words[W3] = words.words[W4] = words.words[W5] = words.words[W6] = words.words[W7] =
            step.detail % 32 == 0 ? 0 : ~uint32_t{0};
    } else if (step.detail % 4 != 0) { // nearly a request of version 1
        constexpr uint32_t flags = TSRPC_CONTROL_FLAGS_MASK | TSRPC_CONTROL_SAP_RC_MASK | TSRPC_CONTROL_SAP_ERR_MASK;
        words = with_handle(static_cast<uint32_t>(step.detail / 4 % 4), handle_of(step), 0);
        words.words[W3] |= flags & (uint32_t{1} << (24 + step.number % 8));
        words.words[step.number % 5] |= step.detail % 4 == 2 ? uint32_t{1} << step.number / 5 % 32 : 0u;
    }
    sp_.post_request(sender_of(step), words);
}

void Sequence::perform(uint16_t sender, Registers words, size_t place) {
    if (place < places) {
        const uint64_t handle = shared_[place] ? shared_[place]->handle : handles[place];
        words.words[W4] = static_cast<uint32_t>(handle);
        words.words[W5] = static_cast<uint32_t>(handle >> 32);
    }
    sp_.post_request(sp_.can_send_as(sender) ? sender : sp_.a(), words);
}

void Sequence::perform(const Step& step) {
    const bool any_words_allowed = sp_.test().target().any_words;
    const size_t place = step.region % places;
    const uint64_t tag = shared_[place] ? shared_[place]->tag : 0;
    switch (kind_of(step)) {
    case Step::Kind::share: share(step); return;
    case Step::Kind::renew: renew(step); return;
    case Step::Kind::fill: fill(step); return;
    case Step::Kind::call: call(step); return;
    case Step::Kind::service_info: service_info(step); return;
    case Step::Kind::doorbell:
        if (const auto id = interface_of(step)) {
            const uint16_t opcode = opcodes[step.detail / 4 % std::size(opcodes)];
            sp_.post_call(sender_of(step), make_call(*id, opcode, TSRPC_INVALID_MEMORY_HANDLE,
                                                     step.change == 0 ? 0 : step.number, step.number));
        }
        return;
    case Step::Kind::reclaim:
        if (shared_[place]) {
            sp_.post(Reclaim{shared_[place]->owner, shared_[place]->handle});
            changes_posted_ = true;
        }
        return;
    case Step::Kind::write:
        if (const RegionState* region = find(handle_of(step))) {
            std::vector<uint8_t> bytes(
                std::min<uint64_t>(step.detail % 2 == 0 ? 32 : region->size, 4 * TSRPC_PAGE_SIZE));
            std::mt19937 random(step.number);
            std::ranges::generate(bytes, [&random] { return static_cast<uint8_t>(random()); });
            sp_.write(*region, bytes);
        }
        return;
    case Step::Kind::look:
        sp_.flush();
        sp_.look_at_all();
        return;
    case Step::Kind::reboot:
        sp_.flush();
        sp_.reset();
        shared_ = {};
        return;
    default: break;
    }
    if (!any_words_allowed) {
        return; // such a target has no other requests
    }
    switch (kind_of(step)) {
    case Step::Kind::get_version: sp_.post_request(sender_of(step), pack(GetVersionRequest{})); return;
    case Step::Kind::unknown_opcode: {
        const uint32_t opcode = step.detail % 2 == 0 ? step.number : uint32_t{step.number} << 8 | step.detail / 2u % 4u;
        sp_.post_request(sender_of(step),
                         with_handle(std::max<uint32_t>(opcode & TSRPC_CONTROL_OPCODE_MASK, 4), handle_of(step), 0));
        return;
    }
    case Step::Kind::retrieve: {
        const bool wrong_tag = step.detail % 16 == 6;
        unless_refused(step, SpmcOperation::retrieve,
                       with_handle(TSRPC_OPCODE_RETRIEVE_MEM, handle_of(step), wrong_tag ? tag + step.number : tag));
        return;
    }
    case Step::Kind::relinquish:
        unless_refused(step, SpmcOperation::relinquish, with_handle(TSRPC_OPCODE_RELINQUISH_MEM, handle_of(step), 0));
        return;
    default: any_words(step); return;
    }
}

} // namespace tsrpc::conformance
