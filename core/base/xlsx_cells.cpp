// SPDX-License-Identifier: Apache-2.0
#include "core/base/xlsx_cells.h"

#include <pugixml.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <system_error>

namespace nidus {
namespace {

/// The character of "_x000D_" (ECMA-376 part 1, 22.9.2.19): how XML that cannot hold it stores it. 0: no such thing.
unsigned int escapedUnit(std::string_view text) {
    unsigned int unit = 0;
    if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_')
        return 0;
    const char* end = text.data() + 6;
    const auto [stop, failure] = std::from_chars(text.data() + 2, end, unit, 16);
    return failure == std::errc{} && stop == end ? unit : 0;
}

std::string unescaped(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        // Only ASCII is stored so: control characters, and the underscore itself.
        if (const unsigned int unit = escapedUnit(text); unit > 0 && unit < 0x80) {
            result += static_cast<char>(unit);
            text.remove_prefix(7);
            continue;
        }
        result += text.front();
        text.remove_prefix(1);
    }
    return result;
}

/// A string item: a text, or pieces of one with formats of their own. How it is spoken (rPh) is no part of it.
std::string stringOf(const pugi::xml_node& item) {
    std::string text;
    for (const pugi::xml_node part : item.children()) {
        const std::string_view name = xml::localName(part.name());
        if (name == "t")
            text += part.child_value();
        else if (name == "r")
            text += xml::child(part, "t").child_value();
    }
    return unescaped(text);
}

/// Whether a number format shows a date or a time (ECMA-376 part 1, 18.8.30 and 18.8.31).
bool isDateFormat(std::string_view code) {
    code = code.substr(0, code.find(';')); // the part for positive numbers
    bool isQuoted = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (isQuoted) {
            continue;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i; // the next character stands for itself
        } else if (c == '[') {
            const std::size_t end = code.find(']', i);
            const std::string_view inside = code.substr(i + 1, end == std::string_view::npos ? end : end - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos)
                return false; // a duration
            i = end == std::string_view::npos ? code.size() : end;
        } else if (std::string_view("yYdDhHmMsS").find(c) != std::string_view::npos) {
            return true;
        } else if (code.substr(i).starts_with("General") || code.substr(i).starts_with("GENERAL")) {
            return false;
        }
    }
    return false;
}

/// The formats without a code: those of all languages, and those of Chinese, Japanese and Korean.
bool isDateNumber(int number) {
    return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || number == 45 || number == 47
           || (number >= 50 && number <= 58);
}

/// ISO 8601 of a serial day (18.17.4.1). Excel counts a 29 February 1900 that never was; days before it are one off.
std::string dateText(double serial, bool isFrom1904) {
    using namespace std::chrono;
    const auto seconds = static_cast<std::int64_t>(std::llround(serial * 86400));
    const std::int64_t day = seconds / 86400, rest = seconds % 86400;
    std::array<char, 40> text{};
    const int hour = static_cast<int>(rest / 3600), minute = static_cast<int>(rest / 60 % 60);
    const int second = static_cast<int>(rest % 60);
    if (day == 0 && rest > 0) {
        std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", hour, minute, second);
        return text.data();
    }
    const sys_days start = isFrom1904 ? sys_days(year{1904} / 1 / 1)
                           : day < 60 ? sys_days(year{1899} / 12 / 31)
                                      : sys_days(year{1899} / 12 / 30);
    const year_month_day date(start + days(day));
    const int year = static_cast<int>(date.year());
    const unsigned int month = static_cast<unsigned>(date.month()), dayOfMonth = static_cast<unsigned>(date.day());
    if (rest == 0)
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", year, month, dayOfMonth);
    else
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", year, month, dayOfMonth, hour, minute,
                      second);
    return text.data();
}

/// A number as a person would type it. Files hold 17 digits where Excel shows at most 15.
std::string numberText(double value) {
    constexpr double kWhole = 1e15;
    std::array<char, 40> text{};
    if (value == std::floor(value) && std::abs(value) < kWhole)
        std::snprintf(text.data(), text.size(), "%.0f", value == 0 ? 0 : value);
    else
        std::snprintf(text.data(), text.size(), "%.15g", value);
    return text.data();
}

} // namespace

std::string_view xml::localName(std::string_view name) {
    return name.substr(name.find(':') + 1);
}

pugi::xml_node xml::child(const pugi::xml_node& parent, std::string_view name) {
    for (const pugi::xml_node each : parent.children())
        if (localName(each.name()) == name)
            return each;
    return {};
}

CellReader::CellReader(const pugi::xml_document& strings, const pugi::xml_document& styles, bool isFrom1904)
    : m_isFrom1904(isFrom1904) {
    for (const pugi::xml_node item : strings.document_element().children())
        if (xml::localName(item.name()) == "si")
            m_strings.push_back(stringOf(item));
    std::map<int, std::string> codes;
    for (const pugi::xml_node format : xml::child(styles.document_element(), "numFmts").children())
        codes[format.attribute("numFmtId").as_int()] = format.attribute("formatCode").value();
    for (const pugi::xml_node style : xml::child(styles.document_element(), "cellXfs").children()) {
        const int number = style.attribute("numFmtId").as_int();
        const auto code = codes.find(number);
        m_isDate.push_back(code == codes.end() ? isDateNumber(number) : isDateFormat(code->second));
    }
}

std::string CellReader::text(const pugi::xml_node& cell) const {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr")
        return stringOf(xml::child(cell, "is"));
    const std::string value = xml::child(cell, "v").child_value();
    if (value.empty() || type == "e")
        return {};
    if (type == "str")
        return unescaped(value);
    if (type == "b")
        return value == "1" ? "TRUE" : "FALSE";
    if (type == "s") {
        const auto number = xml::child(cell, "v").text().as_ullong(m_strings.size());
        return number < m_strings.size() ? m_strings[number] : std::string();
    }
    double number = 0;
    const char* end = value.data() + value.size();
    const auto [stop, failure] = std::from_chars(value.data(), end, number);
    if (failure != std::errc{} || stop != end || !std::isfinite(number))
        return value; // a date that is stored as one (t="d"), or what no number is
    const auto style = cell.attribute("s").as_ullong();
    constexpr double kLastDay = 2958466; // of the year 9999
    if (style < m_isDate.size() && m_isDate[style] && number >= 0 && number < kLastDay)
        return dateText(number, m_isFrom1904);
    return numberText(number);
}

} // namespace nidus
