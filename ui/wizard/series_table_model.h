// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/series_reader.h"
#include "core/project/series_rule.h"
#include "ui/common/row_filter.h"

#include <QAbstractTableModel>
#include <QString>

#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace nidus::ui {

/// The series that were found, a row each; the first column says whether it becomes a case, and can be changed where
/// nothing keeps the series from being read. What was decided of a series stays when a later scan finds it again.
class SeriesTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Included,
        Channel,
        Picture, ///< for a PictureColumn
        Problems,
        Patient,
        StudyDate,
        Modality,
        SeriesNumber,
        Description,
        BodyPart,
        Matrix,
        Slices,
        Spacing,
        Orientation,
        ScannerName,
        Source,
        ColumnCount
    };
    enum Role { SortRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] const std::vector<SeriesInfo>& series() const { return m_series; }
    [[nodiscard]] const SeriesInfo& at(int row) const { return m_series[static_cast<std::size_t>(row)]; }
    /// A blocker keeps a series out whatever the user wishes.
    [[nodiscard]] bool canBeIncluded(int row) const;
    [[nodiscard]] int includedCount() const { return m_included; }

    /// What a running scan has found; series that are there already are left as they are.
    void append(std::vector<SeriesInfo> series);
    /// What a finished scan has found.
    void replace(std::vector<SeriesInfo> series);
    void setIncluded(std::span<const int> rows, bool isIncluded);
    /// One series for each patient, none of whom nothing fits; with several rules a case of as many images for each
    /// patient who has them all.
    void apply(const std::vector<SeriesRule>& rules);
    /// Whether cases are made of several images.
    [[nodiscard]] bool hasChannels() const;
    /// Uses all series that this finding alone keeps out (see core/project/accept.h), or no longer does.
    void setAccepted(const std::string& code, bool isAccepted);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    /// How many series there are, or are used.
    void countsChanged();

private:
    /// What the user wants of a series.
    struct Decision {
        std::optional<bool> isIncluded;
        std::set<std::string> accepted;
        std::string caseKey;
        int channel = 0;
    };

    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QVariant sortKey(int row, int column) const;
    void applyDecision(SeriesInfo& series) const;
    void setCases(const ChannelOutcome& outcome);
    void tellChanges(int first, int last);

    std::vector<SeriesInfo> m_series;
    std::unordered_set<std::string> m_known;               ///< seriesKey() of each
    std::unordered_map<std::string, Decision> m_decisions; ///< by seriesKey()
    int m_included = 0;
};

/// What makes a series the same one when a scan finds it again.
[[nodiscard]] std::string seriesKey(const SeriesInfo& series);
/// Its description; the name of a file that has none.
[[nodiscard]] QString seriesTitle(const SeriesInfo& series);
/// "CT"; the format of files that do not say.
[[nodiscard]] QString modalityText(const SeriesInfo& series);
/// Whether a person should have a look: a warning, or something that keeps the series out.
[[nodiscard]] bool needsAttention(const SeriesInfo& series);

/// The series that fit what the bar above the table asks for.
class SeriesFilter final : public RowFilter {
    Q_OBJECT

public:
    explicit SeriesFilter(SeriesTableModel& model, QObject* parent = nullptr);

    void setText(const QString& text);
    void setModality(const QString& modality); ///< empty: all
    void setCode(const QString& code);         ///< only series with this problem; empty: all
    void setOnlyAttention(bool isOn);
    void setOnlyIncluded(bool isOn);

protected:
    [[nodiscard]] bool accepts(int sourceRow) const override;

private:
    [[nodiscard]] const QString& wordsOf(int sourceRow) const;

    SeriesTableModel& m_model;
    mutable std::vector<QString> m_words; ///< of each row, folded, made when they are first needed
    QString m_text;
    std::string m_modality, m_code;
    bool m_onlyAttention = false, m_onlyIncluded = false;
};

} // namespace nidus::ui
