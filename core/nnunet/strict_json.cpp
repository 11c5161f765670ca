// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/strict_json.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string_view>
#include <vector>

namespace nidus {
namespace {

constexpr std::size_t kMaxBytes = 32U << 20U, kMaxDepth = 64, kMaxKeys = 4096;

std::string quoteBareNumbers(const std::string& text) {
    constexpr std::string_view kWords[] = {"-Infinity", "Infinity", "NaN"};
    std::string result;
    result.reserve(text.size());
    bool isInString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isInString && c == '\\' && i + 1 < text.size()) {
            result += c;
            result += text[++i];
            continue;
        }
        if (c == '"')
            isInString = !isInString;
        if (!isInString && (c == '-' || c == 'I' || c == 'N')) {
            const std::string_view rest = std::string_view(text).substr(i);
            bool found = false;
            for (const std::string_view word : kWords)
                if (!found && rest.substr(0, word.size()) == word) {
                    result.append("\"").append(word).append("\"");
                    i += word.size() - 1;
                    found = true;
                }
            if (found)
                continue;
        }
        result += c;
    }
    return result;
}

/// Reads everything and keeps nothing but the keys of the objects that are open.
class Checker : public nlohmann::json_sax<nlohmann::json> {
public:
    [[nodiscard]] const std::string& fault() const noexcept { return m_fault; }

    bool null() override { return isInside(); }
    bool boolean(bool) override { return isInside(); }
    bool number_integer(number_integer_t) override { return isInside(); }
    bool number_unsigned(number_unsigned_t value) override {
        return value <= static_cast<number_unsigned_t>(INT64_MAX) ? isInside() : stop("an integer beyond 64 bits");
    }
    // An integer literal that fits no integer type arrives here, too.
    bool number_float(number_float_t, const string_t& text) override {
        return text.find_first_of(".eE") != string_t::npos ? isInside() : stop("an integer beyond 64 bits");
    }
    bool string(string_t&) override { return isInside(); }
    bool binary(binary_t&) override { return stop("binary data"); }
    bool key(string_t& name) override {
        if (m_open.back().size() >= kMaxKeys)
            return stop("more than 4096 fields in one object");
        return m_open.back().insert(name).second || stop("the key \"" + name + "\" twice in one object");
    }
    bool start_object(std::size_t) override { return open(); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return isInside() && open(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        return stop("a mistake at byte " + std::to_string(position));
    }

private:
    bool isInside() { return !m_open.empty() || stop("no object at the top"); }
    bool open() {
        if (m_open.size() >= kMaxDepth)
            return stop("more than 64 nested levels");
        m_open.emplace_back();
        return true;
    }
    bool close() {
        m_open.pop_back();
        return true;
    }
    bool stop(const std::string& fault) {
        m_fault = fault;
        return false;
    }

    std::vector<std::set<std::string>> m_open;
    std::string m_fault;
};

} // namespace

std::string strictJson(const std::string& text, const std::string& what) {
    if (text.size() > kMaxBytes)
        throw Error("PLN-001", what + " is larger than 32 MiB, far more than nnU-Net writes. It cannot be used.");
    std::string quoted = quoteBareNumbers(text);
    Checker checker;
    if (!nlohmann::json::sax_parse(quoted, &checker))
        throw Error("PLN-001", what + " is no JSON that nnU-Net could have written: it holds " + checker.fault()
                                   + ". Export the model again.");
    return quoted;
}

} // namespace nidus
