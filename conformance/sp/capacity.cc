// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/capacity.hpp"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

/// Retrieves what it shares, and tells nobody what it thinks of the answers.
class Measure {
  public:
    explicit Measure(Test& test) : test_(test) {}

    Capacity all() {
        constexpr uint64_t page_counts[] = {1, 2, 3, 4, 8, 16, 20, 64, 256, 1024};
        const std::vector<uint16_t>& senders = test_.target().senders;
        const uint16_t one = senders.empty() ? uint16_t{1} : senders.front();
        const uint16_t other = senders.empty() ? uint16_t{2} : senders.back();
        Capacity capacity;
        for (const uint64_t pages : page_counts) {
            if (!retrieve(one, pages)) {
                break;
            }
            capacity.pages_of_region = pages;
            give_back();
        }
        if (capacity.pages_of_region > 0) {
            capacity.beside_others = other != one && retrieve(one, 1) && retrieve(other, 1);
            give_back();
            capacity.regions_of_caller = fill(one);
            capacity.regions = capacity.regions_of_caller + (other == one ? 0 : fill(other));
            capacity.is_limit = capacity.regions_of_caller < most_slots;
        }
        give_back();
        return capacity;
    }

    void give_back() {
        for (const Share& share : held_) {
            const Registers request = pack(RelinquishMemRequest{MemoryHandle{*share.handle}});
            if (test_.target().any_words) {
                say(Call{share.owner, request});
            }
            say(Reclaim{share.owner, *share.handle});
        }
        held_.clear();
    }

  private:
    const Result& say(const Command& command) {
        test_.say({&command, 1}, [](const Said&, size_t) {});
        return test_.trace().back().reply->result;
    }

    bool retrieve(uint16_t owner, uint64_t pages) {
        const std::optional<uint64_t> handle = test_.target().takes_handles
                                                   ? std::optional(0x5eed'0000'0000'0000 + ++handles_ * 0x1'0000'0001)
                                                   : std::nullopt;
        const Result& result = say(Share{owner, pages * TSRPC_PAGE_SIZE, 0, handle});
        const auto* const shared = std::get_if<Shared>(&result);
        if (shared == nullptr) {
            return false;
        }
        const Shared now = *shared;
        if (!now.retrieved &&
            !succeeds(Call{owner, pack(RetrieveMemRequest{MemoryHandle{now.handle}, MemoryTag{0}})})) {
            say(Reclaim{owner, now.handle});
            return false;
        }
        held_.push_back({owner, pages * TSRPC_PAGE_SIZE, 0, now.handle});
        return true;
    }

    bool succeeds(const Call& call) {
        const auto* const response = std::get_if<Response>(&say(call));
        return response != nullptr && response->words[W4] == TSRPC_RPC_SUCCESS;
    }

    size_t fill(uint16_t owner) {
        size_t count = 0;
        while (count < most_slots && retrieve(owner, 1)) {
            ++count;
        }
        return count;
    }

    Test& test_;
    std::vector<Share> held_;
    uint64_t handles_ = 0;
};

/// Taken of a target that is lost while it is measured.
constexpr Capacity lost_capacity = {3, 6, 16, false};

/// What the tests of one run share.
struct Facts {
    std::optional<Capacity> capacity;
};

std::optional<Capacity> measure(Test& test) {
    if (!test.target().has_memory) {
        return std::nullopt;
    }
    try {
        Measure measure(test);
        const Capacity capacity = measure.all();
        if (test.target().can_reset) {
            const Command reset = Reset{};
            test.say({&reset, 1}, [](const Said&, size_t) {});
        }
        return capacity;
    } catch (const TargetLost&) { // whatever it was, tests are to meet it, and not to be skipped
        test.restart();
        return lost_capacity;
    } catch (const NotRun&) {
        test.restart();
    } catch (const Unreachable&) {
    }
    return std::nullopt;
}

} // namespace

std::optional<Capacity> measured_capacity(Test& test) {
    std::any& facts = test.run().facts;
    if (!facts.has_value()) {
        Facts measured;
        test.aside([&] { measured.capacity = measure(test); });
        facts = measured;
    }
    return std::any_cast<const Facts&>(facts).capacity;
}

} // namespace tsrpc::conformance
