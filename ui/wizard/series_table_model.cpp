// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/series_table_model.h"

#include "core/project/accept.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"

#include <QDate>
#include <QDir>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace nidus::ui {
namespace {

const std::string& modalityOf(const SeriesInfo& series) {
    return series.source.modality.empty() ? series.format : series.source.modality;
}

QString scannerText(const Scanner& scanner) {
    QString text = toQt(scanner.manufacturer);
    if (!scanner.model.empty())
        text += (text.isEmpty() ? QString() : QStringLiteral(" ")) + toQt(scanner.model);
    if (scanner.fieldStrength > 0)
        text += SeriesTableModel::tr(", %1 T").arg(scanner.fieldStrength, 0, 'g', 2);
    return text;
}

/// The file, or the folder of several.
QString sourceText(const SeriesSource& source) {
    if (source.files.empty())
        return {};
    const std::filesystem::path& first = source.files.front();
    return QDir::toNativeSeparators(pathToQt(source.files.size() == 1 ? first : first.parent_path()));
}

QString explained(const std::vector<Problem>& problems) {
    QStringList texts;
    for (const Problem& problem : problems)
        texts << SeriesTableModel::tr("%1 (%2)").arg(toQt(problem.text), toQt(problem.code));
    return texts.join(QLatin1Char('\n'));
}

QString dateText(const std::string& dicomDate) {
    const QDate date = QDate::fromString(toQt(dicomDate), QStringLiteral("yyyyMMdd"));
    return date.isValid() ? QLocale().toString(date, QLocale::ShortFormat) : toQt(dicomDate);
}

} // namespace

std::string seriesKey(const SeriesInfo& series) {
    std::string key = series.source.uid;
    key.append(1, '\0').append(series.source.part).append(1, '\0');
    return series.source.files.empty() ? key : key.append(series.source.files.front().string());
}

QString seriesTitle(const SeriesInfo& series) {
    return !series.description.empty() || series.source.files.empty()
               ? toQt(series.description)
               : pathToQt(series.source.files.front().filename());
}

QString modalityText(const SeriesInfo& series) {
    return toQt(modalityOf(series));
}

bool needsAttention(const SeriesInfo& series) {
    return std::ranges::any_of(series.problems,
                               [](const Problem& problem) { return problem.severity != Severity::Info; });
}

bool SeriesTableModel::canBeIncluded(int row) const {
    return canBeUsed(at(row));
}

void SeriesTableModel::applyDecision(SeriesInfo& series) const {
    const auto decision = m_decisions.find(seriesKey(series));
    if (decision == m_decisions.end())
        return;
    for (const std::string& code : decision->second.accepted)
        acceptFinding(series, code);
    series.caseKey = decision->second.caseKey;
    series.channel = decision->second.channel;
    if (decision->second.isIncluded && canBeUsed(series))
        series.included = *decision->second.isIncluded;
}

void SeriesTableModel::append(std::vector<SeriesInfo> series) {
    std::erase_if(series, [this](const SeriesInfo& each) { return m_known.contains(seriesKey(each)); });
    if (series.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(series.size()) - 1);
    for (SeriesInfo& each : series) {
        applyDecision(each);
        m_included += each.included ? 1 : 0;
        m_known.insert(seriesKey(each));
        m_series.push_back(std::move(each));
    }
    endInsertRows();
    Q_EMIT countsChanged();
}

void SeriesTableModel::replace(std::vector<SeriesInfo> series) {
    beginResetModel();
    m_series = std::move(series);
    m_known.clear();
    m_included = 0;
    for (int row = 0; row < rowCount(); ++row) {
        SeriesInfo& each = m_series[static_cast<std::size_t>(row)];
        applyDecision(each);
        m_included += each.included ? 1 : 0;
        m_known.insert(seriesKey(each));
    }
    endResetModel();
    Q_EMIT countsChanged();
}

void SeriesTableModel::setIncluded(std::span<const int> rows, bool isIncluded) {
    int first = rowCount(), last = -1;
    for (const int row : rows) {
        SeriesInfo& each = m_series[static_cast<std::size_t>(row)];
        if (each.included == isIncluded || !canBeUsed(each))
            continue;
        each.included = isIncluded;
        m_decisions[seriesKey(each)].isIncluded = isIncluded;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    tellChanges(first, last);
}

void SeriesTableModel::apply(const std::vector<SeriesRule>& rules) {
    ChannelOutcome outcome;
    if (rules.size() == 1)
        for (const std::size_t i : chooseOnePerPatient(m_series, rules.front()).chosen)
            outcome.chosen.push_back({i, {}, 0});
    else
        outcome = chooseChannels(m_series, rules);
    setCases(outcome);
}

void SeriesTableModel::setCases(const ChannelOutcome& outcome) {
    std::vector<const ChannelOutcome::Choice*> choices(m_series.size());
    for (const ChannelOutcome::Choice& choice : outcome.chosen)
        choices[choice.series] = &choice;
    std::vector<int> chosen, others;
    for (int row = 0; row < rowCount(); ++row) {
        const auto i = static_cast<std::size_t>(row);
        SeriesInfo& each = m_series[i];
        each.caseKey = choices[i] ? choices[i]->caseKey : std::string();
        each.channel = choices[i] ? choices[i]->channel : 0;
        Decision& decision = m_decisions[seriesKey(each)];
        decision.caseKey = each.caseKey;
        decision.channel = each.channel;
        (choices[i] ? chosen : others).push_back(row);
    }
    setIncluded(chosen, true);
    setIncluded(others, false);
    tellChanges(0, rowCount() - 1);
}

bool SeriesTableModel::hasChannels() const {
    return std::ranges::any_of(m_series, [](const SeriesInfo& each) { return !each.caseKey.empty(); });
}

void SeriesTableModel::setAccepted(const std::string& code, bool isAccepted) {
    int first = rowCount(), last = -1;
    for (int row = 0; row < rowCount(); ++row) {
        SeriesInfo& each = m_series[static_cast<std::size_t>(row)];
        if (std::ranges::find(each.problems, code, &Problem::code) == each.problems.end())
            continue;
        Decision& decision = m_decisions[seriesKey(each)];
        decision.isIncluded.reset();
        if (isAccepted) {
            decision.accepted.insert(code);
            acceptFinding(each, code);
        } else {
            decision.accepted.erase(code);
            rejectFinding(each, code);
        }
        first = std::min(first, row);
        last = std::max(last, row);
    }
    tellChanges(first, last);
}

void SeriesTableModel::tellChanges(int first, int last) {
    if (last < first)
        return;
    m_included = static_cast<int>(std::ranges::count_if(m_series, &SeriesInfo::included));
    Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    Q_EMIT countsChanged();
}

int SeriesTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_series.size());
}

int SeriesTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString SeriesTableModel::text(int row, int column) const {
    const SeriesInfo& series = at(row);
    switch (column) {
    case Channel:
        return series.caseKey.empty() || !series.included ? QString() : QString::number(series.channel + 1);
    case Patient:
        return toQt(series.patientKey);
    case StudyDate:
        return dateText(series.studyDate);
    case Modality:
        return modalityText(series);
    case SeriesNumber:
        return toQt(series.seriesNumber);
    case Description:
        return seriesTitle(series);
    case BodyPart:
        return toQt(series.bodyPart);
    case Matrix:
        return QStringLiteral("%1 × %2 × %3").arg(series.shape.x).arg(series.shape.y).arg(series.shape.z);
    case Slices:
        return QString::number(series.shape.z);
    case Spacing:
        return QStringLiteral("%1 × %2 × %3")
            .arg(series.spacing.x, 0, 'g', 3)
            .arg(series.spacing.y, 0, 'g', 3)
            .arg(series.spacing.z, 0, 'g', 3);
    case Orientation:
        return toQt(series.orientation);
    case ScannerName:
        return scannerText(series.source.scanner);
    case Source:
        return sourceText(series.source);
    case Problems: {
        QStringList codes;
        for (const Problem& problem : series.problems)
            codes << toQt(problem.code);
        codes.removeDuplicates();
        return codes.join(tr(", "));
    }
    default:
        return {};
    }
}

QVariant SeriesTableModel::sortKey(int row, int column) const {
    const SeriesInfo& series = at(row);
    switch (column) {
    case Included:
        return series.included ? 0 : 1;
    case StudyDate:
        return toQt(series.studyDate);
    case Matrix:
    case Slices:
        return static_cast<double>(series.shape.z);
    case Spacing:
        return series.spacing.z;
    default:
        return text(row, column);
    }
}

QVariant SeriesTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SeriesInfo& series = at(index.row());
    if (role == Qt::DisplayRole)
        return text(index.row(), index.column());
    if (index.column() == Problems && (role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole))
        return explained(series.problems);
    if (role == SortRole)
        return sortKey(index.row(), index.column());
    if (role == Qt::CheckStateRole && index.column() == Included)
        return series.included ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::AccessibleTextRole && index.column() == Included)
        return series.included ? tr("included") : tr("left out");
    if (role == Qt::DecorationRole && index.column() == Problems && !series.problems.empty()) {
        if (std::ranges::find(series.problems, Severity::Blocker, &Problem::severity) != series.problems.end())
            return icon(QStringLiteral("circle-x"), Tint::Bad);
        return needsAttention(series) ? icon(QStringLiteral("triangle-alert"), Tint::Caution)
                                      : icon(QStringLiteral("info"), Tint::Faint);
    }
    return {};
}

QVariant SeriesTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Included:
        return tr("Use");
    case Channel:
        return tr("Image");
    case Picture:
        return tr("Picture");
    case Patient:
        return tr("Patient");
    case StudyDate:
        return tr("Date");
    case Modality:
        return tr("Kind");
    case SeriesNumber:
        return tr("Series no.");
    case Description:
        return tr("Description");
    case BodyPart:
        return tr("Body part");
    case Matrix:
        return tr("Voxels");
    case Slices:
        return tr("Slices");
    case Spacing:
        return tr("Spacing (mm)");
    case Orientation:
        return tr("Orientation");
    case ScannerName:
        return tr("Scanner");
    case Problems:
        return tr("Problems");
    case Source:
        return tr("Source");
    default:
        return {};
    }
}

Qt::ItemFlags SeriesTableModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Included && canBeIncluded(index.row()))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

bool SeriesTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable))
        return false;
    const int row = index.row();
    setIncluded(std::span(&row, 1), value.toInt() == Qt::Checked);
    return true;
}

SeriesFilter::SeriesFilter(SeriesTableModel& model, QObject* parent)
    : RowFilter(SeriesTableModel::SortRole, parent), m_model(model) {
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_words.clear(); });
    setSourceModel(&model);
}

void SeriesFilter::setText(const QString& text) {
    m_text = text.trimmed().toCaseFolded();
    filterAgain();
}

void SeriesFilter::setModality(const QString& modality) {
    m_modality = fromQt(modality);
    filterAgain();
}

void SeriesFilter::setCode(const QString& code) {
    m_code = fromQt(code);
    filterAgain();
}

void SeriesFilter::setOnlyAttention(bool isOn) {
    m_onlyAttention = isOn;
    filterAgain();
}

void SeriesFilter::setOnlyIncluded(bool isOn) {
    m_onlyIncluded = isOn;
    filterAgain();
}

const QString& SeriesFilter::wordsOf(int row) const {
    const auto i = static_cast<std::size_t>(row);
    if (m_words.size() <= i)
        m_words.resize(m_model.series().size());
    QString& words = m_words[i];
    if (words.isNull()) {
        const SeriesInfo& series = m_model.at(row);
        std::string all = series.patientKey;
        for (const std::string& part : {series.description, series.bodyPart, series.accessionNumber, series.source.uid,
                                        series.source.scanner.manufacturer, series.source.scanner.model})
            all.append(1, '\n').append(part);
        if (!series.source.files.empty())
            all.append(1, '\n').append(series.source.files.front().string());
        for (const Problem& problem : series.problems)
            all.append(1, '\n').append(problem.code).append(1, ' ').append(problem.text);
        words = toQt(all).toCaseFolded();
    }
    return words;
}

bool SeriesFilter::accepts(int row) const {
    const SeriesInfo& series = m_model.at(row);
    if ((m_onlyIncluded && !series.included) || (m_onlyAttention && !needsAttention(series)))
        return false;
    if (!m_modality.empty() && modalityOf(series) != m_modality)
        return false;
    if (!m_code.empty() && std::ranges::find(series.problems, m_code, &Problem::code) == series.problems.end())
        return false;
    return m_text.isEmpty() || wordsOf(row).contains(m_text);
}

} // namespace nidus::ui
