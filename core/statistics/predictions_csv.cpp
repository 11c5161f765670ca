// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/statistics/evaluation.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace nidus {
namespace {

constexpr std::size_t kFixedColumns = 5;
constexpr const char* kFixedNames[kFixedColumns] = {"case", "patient", "fold", "label", "prediction"};

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

/// Shortest text that reads back as the same number, whatever the locale.
std::string numberText(double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

Error broken(std::size_t row, const std::string& what) {
    return Error("STA-011", "Row " + std::to_string(row) + " of the predictions table " + what
                                + ". Evaluate the run again to write the table anew.");
}

template <class Number>
Number number(const std::string& text, std::size_t row) {
    Number value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size())
        throw broken(row, "holds \"" + text + "\" where a number is expected");
    return value;
}

using Row = std::vector<std::string>;

/// RFC 4180: quoted fields may hold commas, quotes and line breaks.
std::vector<Row> parse(const std::string& csv) {
    std::vector<Row> rows;
    Row row;
    std::string field;
    bool isQuoted = false;
    const auto endRow = [&] {
        row.push_back(std::move(field));
        field.clear();
        if (row.size() > 1 || !row[0].empty())
            rows.push_back(std::move(row));
        row.clear();
    };
    for (std::size_t i = csv.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (isQuoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"')
            field += csv[++i];
        else if (c == '"')
            isQuoted = !isQuoted;
        else if (isQuoted || (c != ',' && c != '\r' && c != '\n'))
            field += c;
        else if (c == ',') {
            row.push_back(std::move(field));
            field.clear();
        } else if (c == '\n')
            endRow();
    }
    if (isQuoted)
        throw broken(rows.size() + 1, "ends inside a quoted field");
    if (!field.empty() || !row.empty())
        endRow();
    return rows;
}

std::vector<std::string> classesFromHeader(const Row& header) {
    bool isOurs = header.size() >= kFixedColumns && (header.size() - kFixedColumns) % 2 == 0
                  && std::equal(kFixedNames, kFixedNames + kFixedColumns, header.begin());
    std::vector<std::string> classes;
    const std::size_t count = isOurs ? (header.size() - kFixedColumns) / 2 : 0;
    for (std::size_t k = 0; k < count && isOurs; ++k) {
        const std::string& p = header[kFixedColumns + k];
        isOurs = p.starts_with("p_") && header[kFixedColumns + count + k] == "logit_" + p.substr(2);
        classes.push_back(isOurs ? p.substr(2) : std::string());
    }
    if (!isOurs)
        throw Error("STA-011", "The first row of the predictions table does not name the columns case, patient, fold, "
                               "label, prediction, p_ and logit_ of each class. Choose a predictions.csv of Nidus.");
    return classes;
}

Prediction predictionFromRow(const Row& row, std::size_t number_, const std::vector<std::string>& classes) {
    if (row.size() != kFixedColumns + 2 * classes.size())
        throw broken(number_, "has " + std::to_string(row.size()) + " fields instead of "
                                  + std::to_string(kFixedColumns + 2 * classes.size()));
    Prediction out;
    out.caseId = row[0];
    out.patient = row[1];
    out.fold = number<int>(row[2], number_);
    if (!row[3].empty()) {
        const auto found = std::find(classes.begin(), classes.end(), row[3]);
        if (found == classes.end())
            throw broken(number_, "has the label \"" + row[3] + "\", which is none of the classes");
        out.label = static_cast<int>(found - classes.begin());
    }
    for (std::size_t k = 0; k < classes.size(); ++k) {
        out.probabilities.push_back(number<double>(row[kFixedColumns + k], number_));
        const std::string& logit = row[kFixedColumns + classes.size() + k];
        if (!logit.empty())
            out.logits.push_back(number<double>(logit, number_));
    }
    return out;
}

} // namespace

std::string predictionsCsv(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes) {
    std::string out = "case,patient,fold,label,prediction";
    for (const char* prefix : {"p_", "logit_"})
        for (const std::string& name : classes)
            out += ',' + quoted(prefix + name);
    out += "\r\n";
    for (const Prediction& p : predictions) {
        if (p.probabilities.size() != classes.size() || p.label >= static_cast<int>(classes.size()))
            throw Error("STA-008",
                        "The prediction of case " + p.caseId + " does not fit the " + std::to_string(classes.size())
                            + " classes.",
                        p.caseId);
        const auto best = std::max_element(p.probabilities.begin(), p.probabilities.end()) - p.probabilities.begin();
        out += quoted(p.caseId) + ',' + quoted(p.patient) + ',' + std::to_string(p.fold) + ',';
        out += p.label < 0 ? std::string() : quoted(classes[static_cast<std::size_t>(p.label)]);
        out += ',' + (classes.empty() ? std::string() : quoted(classes[static_cast<std::size_t>(best)]));
        for (const double value : p.probabilities)
            out += ',' + numberText(value);
        for (std::size_t k = 0; k < classes.size(); ++k)
            out += ',' + (k < p.logits.size() ? numberText(p.logits[k]) : std::string());
        out += "\r\n";
    }
    return out;
}

std::vector<Prediction> predictionsFromCsv(const std::string& csv, std::vector<std::string>* classes) {
    const std::vector<Row> rows = parse(csv);
    const std::vector<std::string> names = classesFromHeader(rows.empty() ? Row() : rows[0]);
    std::vector<Prediction> out;
    for (std::size_t i = 1; i < rows.size(); ++i)
        out.push_back(predictionFromRow(rows[i], i + 1, names));
    if (classes != nullptr)
        *classes = names;
    return out;
}

} // namespace nidus
