// SPDX-License-Identifier: BSD-3-Clause
//
// What a conforming endpoint answers to any sequence of requests.
#ifndef TSRPC_CONFORMANCE_SP_MODEL_HPP
#define TSRPC_CONFORMANCE_SP_MODEL_HPP

#include "conformance/sp/run.hpp"

#include <optional>
#include <vector>

namespace tsrpc::conformance {

/// One step of a sequence. Every value of every member is allowed, so that any bytes are a sequence.
struct Step {
    enum class Kind : uint8_t {
        get_version,
        service_info,
        unknown_opcode,
        share,
        reclaim,
        retrieve,
        refused_retrieve,
        relinquish,
        refused_relinquish,
        call,
        doorbell,
    };
    static constexpr uint8_t kinds = 11;

    uint8_t kind;    ///< modulo `kinds`
    uint8_t sender;  ///< picks one of the callers
    uint8_t region;  ///< picks one of the regions that were ever shared
    uint16_t number; ///< opcode, length or pages
};

/// Performs steps on an SP and holds each response against what the ABI has it be.
class Model {
  public:
    /// Of the run's SP, which is fresh, and on which that many regions can be retrieved at a time.
    Model(Run& run, size_t slots);

    /// Throws Broken with the requirement that the response breaks.
    void perform(Run& run, const Step& step);

    /// Sends any five words. The response to a request of version 1 is held against the ABI; what other words do is the
    /// SP's business, and taken from the SPMC: Unreachable where that cannot be seen.
    void perform(Run& run, uint16_t sender, const Registers& words);

    /// The handle of one of the regions that were ever shared, picked as a step does; without any, that of no memory.
    uint64_t handle(uint8_t region) const;

  private:
    enum class State : uint8_t { shared, retrieved, reclaimed };
    struct Region {
        Memory memory;
        State state;
    };

    void service_info(Run& run, uint16_t sender, const Step& step) const;
    void share(Run& run, uint16_t sender, const Step& step);
    void reclaim(Run& run, Region& region) const;
    void retrieve(Run& run, uint16_t sender, Region& region) const;
    void refused_retrieve(Run& run, const Region& region) const;
    void relinquish(Run& run, uint16_t sender, Region& region) const;
    void refused_relinquish(Run& run, const Region& region) const;
    void call(Run& run, uint16_t sender, const Region& region, uint16_t number) const;
    void doorbell(Run& run, uint16_t sender, uint16_t number) const;
    void take_over(const std::vector<SpmcEvent>& events);

    uint64_t retrieved_pages() const;
    bool has_memory_of_others(uint16_t sender) const;
    Region* pick_region(const Step& step);
    Region* find_region(uint64_t handle);

    size_t slots_;
    std::optional<HostedService> service_; ///< the test service; its interface id may differ from boot to boot
    std::vector<Region> regions_;
};

/// "retrieve sender=0x0001 region=2 number=0x0010", for RapidCheck's and the fuzzer's reports.
std::ostream& operator<<(std::ostream& stream, const Step& step);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_MODEL_HPP
