// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/statistics/evaluation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace nidus {
namespace {

constexpr std::size_t kFixedColumns = 5;
constexpr const char* kFixedNames[kFixedColumns] = {"case", "patient", "fold", "label", "prediction"};

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

Prediction predictionFromRow(const Row& row, std::size_t line, const std::vector<std::string>& classes) {
    Prediction out;
    out.caseId = row[0];
    out.patient = row[1];
    out.fold = number<int>(row[2], line);
    if (!row[3].empty()) {
        const auto found = std::find(classes.begin(), classes.end(), row[3]);
        if (found == classes.end())
            throw broken(line, "has the label \"" + row[3] + "\", which is none of the classes");
        out.label = static_cast<int>(found - classes.begin());
    }
    for (std::size_t k = 0; k < classes.size(); ++k) {
        out.probabilities.push_back(number<double>(row[kFixedColumns + k], line));
        const std::string& logit = row[kFixedColumns + classes.size() + k];
        if (!logit.empty())
            out.logits.push_back(number<double>(logit, line));
    }
    return out;
}

} // namespace

std::string predictionsCsv(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes) {
    Row header(kFixedNames, kFixedNames + kFixedColumns);
    for (const char* prefix : {"p_", "logit_"})
        for (const std::string& name : classes)
            header.push_back(prefix + name);
    std::string out = csvRow(header);
    for (const Prediction& p : predictions) {
        if (classes.empty() || p.probabilities.size() != classes.size() || p.label >= static_cast<int>(classes.size()))
            throw Error("STA-008",
                        "The prediction of case " + p.caseId + " does not fit the " + std::to_string(classes.size())
                            + " classes.",
                        p.caseId);
        const auto best = std::max_element(p.probabilities.begin(), p.probabilities.end()) - p.probabilities.begin();
        Row row{p.caseId, p.patient, std::to_string(p.fold),
                p.label < 0 ? std::string() : classes[static_cast<std::size_t>(p.label)],
                classes[static_cast<std::size_t>(best)]};
        for (const double value : p.probabilities)
            row.push_back(numberText(value));
        for (std::size_t k = 0; k < classes.size(); ++k)
            row.push_back(k < p.logits.size() ? numberText(p.logits[k]) : std::string());
        out += csvRow(row);
    }
    return out;
}

std::vector<Prediction> predictionsFromCsv(const std::string& csv, std::vector<std::string>* classes) {
    const Table table = parseTable(std::as_bytes(std::span(csv)), "The predictions table");
    const std::vector<std::string> names = classesFromHeader(table.columns);
    std::vector<Prediction> out;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        out.push_back(predictionFromRow(table.rows[i], i + 2, names));
    if (classes != nullptr)
        *classes = names;
    return out;
}

} // namespace nidus
