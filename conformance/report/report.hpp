// SPDX-License-Identifier: BSD-3-Clause
//
// A report of a run, as data: what every format is written from. It holds no pointer into this library, so that one
// that another version wrote can be read, joined and compared.
#ifndef TSRPC_CONFORMANCE_REPORT_REPORT_HPP
#define TSRPC_CONFORMANCE_REPORT_REPORT_HPP

#include "conformance/engine/options.hpp"
#include "conformance/engine/verdict.hpp"
#include "conformance/report/frame_rows.hpp"
#include "conformance/report/tally.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// A requirement as the run's catalogue had it.
struct ReportedRequirement {
    std::string id;
    std::string level;   ///< "MUST", "SHOULD" or "AMBIGUOUS"
    std::string section; ///< of docs/abi.md, or another source
    std::string text;    ///< its sentence
};

/// One requirement found broken.
struct ReportedFinding {
    ReportedRequirement requirement;
    std::string detail;  ///< one line: what was seen, and what was expected
    size_t exchange = 0; ///< of the trace, from 0, which shows it
};

/// One line of a trace.
struct ReportedMessage {
    size_t exchange;  ///< from 0
    std::string from; ///< "runner", "target", "user", "caller", "endpoint", "SPMC" or "memory"
    std::string to;   ///< the same
    std::string line; ///< of docs/target-protocol.md, or a comment that begins with "#"
    std::string says; ///< of a frame what it says; else empty
};

/// The frame that a failure is shown by.
struct ReportedFrame {
    size_t exchange = 0;
    Direction direction = Direction::request;
    Registers words = {};
    std::string says; ///< "get_version response version=1"
    std::vector<report::FrameRow> rows;
};

/// One test's outcome. What says how a failure came about is empty of a pass.
struct ReportedResult {
    ReportedRequirement requirement;
    Verdict verdict = Verdict::not_run;
    std::string why;           ///< one line: why there is no pass
    std::string known_failing; ///< of a known failure the list's reason
    std::vector<ReportedFinding> findings;
    std::vector<ReportedFinding> tolerated; ///< of --known
    std::vector<std::string> notes;
    std::string text; ///< all that the console prints of it, with -v; empty of a pass without notes
    std::optional<ReportedFrame> frame;
    std::vector<ReportedMessage> trace; ///< its first and its last messages, up to the exchange that shows the failure
    size_t left_out = 0;                ///< messages of the trace that are not there
    std::string printed;                ///< last lines of what the target printed
    std::string repeat;                 ///< the command that runs the test again
    std::string file;                   ///< where the test stands
    int line = 0;
    double seconds = 0;
};

struct Report {
    std::string tool;      ///< name and version of what wrote it
    std::string role;      ///< "endpoint" or "caller"
    std::string target;    ///< what the target calls itself
    std::string attached;  ///< as --target has it
    std::string effort;    ///< as --effort has it
    std::string catalogue; ///< a digest of all requirements
    std::string began;     ///< "2026-11-26T12:00:00Z"
    uint64_t seed = 1;
    bool strict = false;
    std::optional<Shard> shard; ///< nothing: all
    size_t selected = 0;        ///< tests that were to run, each repetition counted
    bool complete = false;      ///< the run came to its end
    double seconds = 0;
    std::vector<ReportedResult> results;

    Tally tally() const;

    /// Whether the run is complete and nothing in it fails. A shard can be left without tests.
    bool conforms() const { return complete && (tally().conforms() || (shard && selected == 0)); }
};

/// "3 of 105 tests ran: the run is not complete"; empty of a complete one.
std::string incomplete_text(const Report& report);

/// The results of one area, "memory" of "memory.retrieve".
struct AreaResults {
    std::string_view area;
    std::vector<const ReportedResult*> results;
    Tally tally;
};

/// All results by area, in the order of their first ones.
std::vector<AreaResults> by_area(const Report& report);

/// Where and how one test ran.
struct TestPlace {
    std::string repeat; ///< the command that runs it again
    std::string file;
    int line = 0;
};

/// What a report has of an outcome.
ReportedResult reported(const Outcome& outcome, const TestPlace& place);

/// "fnv1a64:" and sixteen hexadecimal digits over all requirements, their levels, sources and sentences.
std::string catalogue_digest();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_REPORT_HPP
