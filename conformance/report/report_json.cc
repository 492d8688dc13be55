// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_json.hpp"

#include "conformance/report/frame_json.hpp"
#include "conformance/report/frame_text.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <concepts>
#include <limits>
#include <type_traits>
#include <utility>

namespace tsrpc::conformance {
namespace {

using report::FrameRow;
using report::Json;

// --- the keys of each structure, once: a Writer puts them into an object, a Reader takes them from one ---------------

template <class T, class Of>
concept Either = std::same_as<std::remove_const_t<T>, Of>;

void fields(auto& visit, Either<ReportedRequirement> auto& row) {
    visit("id", row.id)("level", row.level)("section", row.section)("text", row.text);
}

void fields(auto& visit, Either<ReportedFinding> auto& finding) {
    visit("requirement", finding.requirement)("detail", finding.detail)("exchange", finding.exchange);
}

void fields(auto& visit, Either<ReportedMessage> auto& message) {
    visit("exchange", message.exchange)("from", message.from)("to", message.to)("line", message.line);
    visit.if_any("says", message.says);
}

void fields(auto& visit, Either<FrameRow> auto& row) {
    visit("register", row.reg)("lsb", row.lsb)("width", row.width)("bits", row.bits)("label", row.label);
    visit("value", row.value)("rule", row.rule);
    visit.if_any("wrong", row.wrong).if_any("reason", row.reason);
}

void fields(auto& visit, Either<ReportedFrame> auto& frame) {
    visit("exchange", frame.exchange)("direction", frame.direction)("registers", frame.words)("says", frame.says);
    visit("rows", frame.rows);
}

void fields(auto& visit, Either<ReportedResult> auto& result) {
    visit("requirement", result.requirement)("verdict", result.verdict);
    visit.if_any("why", result.why).if_any("known_failing", result.known_failing);
    visit.if_any("findings", result.findings).if_any("tolerated", result.tolerated).if_any("notes", result.notes);
    visit.if_any("frame", result.frame).if_any("trace", result.trace).if_any("left_out", result.left_out);
    visit.if_any("printed", result.printed);
    visit.if_any("console", result.text);
    visit("repeat", result.repeat)("file", result.file)("line", result.line);
    visit("seconds", result.seconds);
}

void fields(auto& visit, Either<Shard> auto& shard) { visit("index", shard.index)("total", shard.total); }

/// But for the results.
void fields(auto& visit, Either<Report> auto& report) {
    visit("tool", report.tool)("role", report.role)("target", report.target)("attached", report.attached);
    visit("seed", report.seed)("effort", report.effort)("strict", report.strict)("catalogue", report.catalogue);
    visit("began", report.began)("seconds", report.seconds);
    visit.if_any("shard", report.shard);
    visit("selected", report.selected)("complete", report.complete);
}

// --- values to JSON --------------------------------------------------------------------------------------------------

class Writer {
  public:
    template <class T>
    Writer& operator()(const char* key, const T& value) {
        object_[key] = to_json(value);
        return *this;
    }

    /// Only what is there: no empty text, list or option, and not 0.
    template <class T>
    Writer& if_any(const char* key, const T& value) {
        if (!(value == T{})) {
            (*this)(key, value);
        }
        return *this;
    }

    template <class T>
    Writer& if_any(const char* key, const std::vector<T>& value) {
        return value.empty() ? *this : (*this)(key, value);
    }

    Writer& if_any(const char* key, const std::optional<ReportedFrame>& value) {
        return value ? (*this)(key, *value) : *this;
    }

    Writer& if_any(const char* key, const std::optional<Shard>& value) { return value ? (*this)(key, *value) : *this; }

    Json take() { return std::move(object_); }

    template <class T>
    static Json object_of(const T& value) {
        Writer writer;
        fields(writer, value);
        return writer.take();
    }

  private:
    static Json to_json(const std::string& text) { return text; }
    static Json to_json(bool value) { return value; }
    static Json to_json(double value) { return value; }
    static Json to_json(std::integral auto value) { return value; }
    static Json to_json(Register reg) { return name(reg); }
    static Json to_json(Direction direction) { return name(direction); }
    static Json to_json(Verdict verdict) { return name(verdict); }
    static Json to_json(const Registers& words) { return report::registers_to_json(words); }
    template <class T>
    static Json to_json(const std::vector<T>& values) {
        Json list = Json::array();
        for (const T& value : values) {
            list.push_back(to_json(value));
        }
        return list;
    }
    template <class T>
    requires std::is_class_v<T>
    static Json to_json(const T& value) { return object_of(value); }

    Json object_ = Json::object();
};

std::string line(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json counts(const Tally& tally) {
    Json object = Json::object();
    for (size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (tally[verdict] > 0 || verdict == Verdict::pass) {
            object[name(verdict)] = tally[verdict];
        }
    }
    return object;
}

// --- values from JSON ------------------------------------------------------------------------------------------------

/// Takes values from one object. `place` is its own, "results[3].", for messages.
class Reader {
  public:
    Reader(const Json& object, std::string place) : object_(object), place_(std::move(place)) {
        if (!object.is_object()) {
            throw ReportError(fmt::format("{} is {}; expected an object",
                                          place_.empty() ? "the report" : place_.substr(0, place_.size() - 1),
                                          report::shown(object)));
        }
    }

    template <class T>
    Reader& operator()(const char* key, T& value) {
        const auto found = object_.find(key);
        if (found == object_.end()) {
            throw ReportError(fmt::format("{}{} is missing", place_, key));
        }
        take(*found, place_ + key, value);
        return *this;
    }

    template <class T>
    Reader& if_any(const char* key, T& value) {
        return object_.contains(key) ? (*this)(key, value) : *this;
    }

  private:
    [[noreturn]] static void refuse(const Json& json, const std::string& place, std::string_view expected) {
        throw ReportError(fmt::format("{} is {}; expected {}", place, report::shown(json), expected));
    }

    static const std::string& text(const Json& json, const std::string& place, std::string_view expected) {
        if (!json.is_string()) {
            refuse(json, place, expected);
        }
        return json.get_ref<const std::string&>();
    }

    static void take(const Json& json, const std::string& place, std::string& value) {
        value = text(json, place, "a string");
    }

    static void take(const Json& json, const std::string& place, bool& value) {
        if (!json.is_boolean()) {
            refuse(json, place, "true or false");
        }
        value = json.get<bool>();
    }

    static void take(const Json& json, const std::string& place, double& value) {
        if (!json.is_number()) {
            refuse(json, place, "a number");
        }
        value = json.get<double>();
    }

    template <std::integral T>
    static void take(const Json& json, const std::string& place, T& value) {
        if (!json.is_number_unsigned() || json.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<T>::max())) {
            refuse(json, place, fmt::format("a whole number from 0 to {}", std::numeric_limits<T>::max()));
        }
        value = static_cast<T>(json.get<uint64_t>());
    }

    static void take(const Json& json, const std::string& place, Register& value) {
        for (const Register reg : {W3, W4, W5, W6, W7}) {
            if (json == name(reg)) {
                value = reg;
                return;
            }
        }
        refuse(json, place, "a register from \"W3\" to \"W7\"");
    }

    static void take(const Json& json, const std::string& place, Direction& value) {
        for (const Direction direction : {Direction::request, Direction::response}) {
            if (json == name(direction)) {
                value = direction;
                return;
            }
        }
        refuse(json, place, "\"request\" or \"response\"");
    }

    static void take(const Json& json, const std::string& place, Verdict& value) {
        for (size_t i = 0; i < verdict_count; ++i) {
            if (json == name(static_cast<Verdict>(i))) {
                value = static_cast<Verdict>(i);
                return;
            }
        }
        refuse(json, place, "a verdict such as \"PASS\" or \"FAIL\"");
    }

    static void take(const Json& json, const std::string& place, Registers& value) {
        std::string words;
        for (const Json& word : json.is_array() ? json : Json::array()) {
            words += text(word, place, "eight hexadecimal digits") + ' ';
        }
        const std::optional<Registers> registers = report::parse_registers(words);
        if (!registers) {
            refuse(json, place, "five strings of eight hexadecimal digits");
        }
        value = *registers;
    }

    template <class T>
    static void take(const Json& json, const std::string& place, std::vector<T>& values) {
        if (!json.is_array()) {
            refuse(json, place, "a list");
        }
        for (const Json& item : json) {
            const std::string of_item = fmt::format("{}[{}]", place, values.size());
            take(item, of_item, values.emplace_back());
        }
    }

    template <class T>
    static void take(const Json& json, const std::string& place, std::optional<T>& value) {
        take(json, place, value.emplace());
    }

    template <class T>
    requires std::is_class_v<T>
    static void take(const Json& json, const std::string& place, T& value) {
        Reader reader(json, place + '.');
        fields(reader, value);
    }

    const Json& object_;
    std::string place_;
};

} // namespace

std::string to_json(const Report& report) {
    Json head = {{"format", report_format}};
    head.update(Writer::object_of(report));
    head["conforms"] = report.conforms();
    head["verdicts"] = counts(report.tally());
    std::string text = line(head);
    text.back() = ',';
    text += "\n\"results\":[";
    for (const char* separator = "\n"; const ReportedResult& result : report.results) {
        text += separator + line(Writer::object_of(result));
        separator = ",\n";
    }
    return text + "]}\n";
}

namespace {

void check_requirement(const ReportedRequirement& requirement, const std::string& place) {
    constexpr const char* of_ids = "abcdefghijklmnopqrstuvwxyz0123456789_.";
    if (requirement.id.empty() || requirement.id.find_first_not_of(of_ids) != std::string::npos) {
        throw ReportError(
            fmt::format("{}.id is {}; expected small letters, digits, _ and .", place, report::shown(requirement.id)));
    }
    if (requirement.level != "MUST" && requirement.level != "SHOULD" && requirement.level != "AMBIGUOUS") {
        throw ReportError(fmt::format("{}.level is {}; expected \"MUST\", \"SHOULD\" or \"AMBIGUOUS\"", place,
                                      report::shown(requirement.level)));
    }
}

/// What no single value shows. A result that somebody took out must not make a run pass.
void check_whole(const Report& report) {
    if (report.role != "endpoint" && report.role != "caller") {
        throw ReportError(fmt::format("role is {}; expected \"endpoint\" or \"caller\"", report::shown(report.role)));
    }
    if (report.shard && report.shard->index >= report.shard->total) {
        throw ReportError(fmt::format("shard.index is {}; expected less than shard.total, {}", report.shard->index,
                                      report.shard->total));
    }
    const size_t results = report.results.size();
    if (results > report.selected || (report.complete && results < report.selected)) {
        throw ReportError(fmt::format("results has {} items; expected {}{}", results, report.complete ? "" : "at most ",
                                      report.selected));
    }
    for (size_t i = 0; i < results; ++i) {
        check_requirement(report.results[i].requirement, fmt::format("results[{}].requirement", i));
    }
}

} // namespace

Report parse_report(std::string_view text) {
    Json json;
    try {
        json = report::parse_json(text);
    } catch (const report::JsonError& error) {
        throw ReportError(error.what());
    }
    Reader reader(json, "");
    std::string format;
    reader("format", format);
    if (format != report_format) {
        throw ReportError(fmt::format("format is {}; expected \"{}\"", report::shown(format), report_format));
    }
    Report report;
    fields(reader, report);
    reader("results", report.results);
    check_whole(report);
    return report;
}

} // namespace tsrpc::conformance
