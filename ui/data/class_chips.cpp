// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/class_chips.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/data/cohort_model.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>

namespace nidus::ui {
namespace {

constexpr int kDot = 12, kKeys = 9;

QIcon dot(int classIndex, qreal ratio) {
    QPixmap pixmap(QSize(kDot, kDot) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(classColour(classIndex));
    painter.drawEllipse(QRectF(1, 1, kDot - 2, kDot - 2));
    painter.end();
    return pixmap;
}

} // namespace

ClassChips::ClassChips(CohortModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_row(new QHBoxLayout(this)),
      m_clear(named(new QToolButton, "chipNone", tr("Remove the label of the selected cases"))),
      m_add(named(new QToolButton, "chipAdd", tr("Add a class"))),
      m_name(named(new QLineEdit, "className", tr("Name of the class"))) {
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(6);
    m_row->addWidget(m_clear);
    m_add->setText(tr("+ Class"));
    m_row->addWidget(m_add);
    m_name->setPlaceholderText(tr("Name, then Enter"));
    m_name->setMaximumWidth(160);
    m_name->hide();
    m_row->addWidget(m_name);
    m_row->addStretch(1);
    connect(m_clear, &QToolButton::clicked, this, [this] { Q_EMIT labelWanted({}); });
    connect(m_add, &QToolButton::clicked, this, [this] { askName({}); });
    m_name->installEventFilter(this);
    connect(&m_model, &CohortModel::changed, this, &ClassChips::showClasses);
    showClasses();
}

QToolButton* ClassChips::chipFor(int index) {
    const std::string name = m_model.classes()[static_cast<std::size_t>(index)];
    auto* chip = new QToolButton;
    chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip->setPopupMode(QToolButton::MenuButtonPopup);
    chip->setIconSize({kDot, kDot});
    chip->setIcon(dot(index, devicePixelRatioF()));
    connect(chip, &QToolButton::clicked, this, [this, name] { Q_EMIT labelWanted(name); });
    auto* menu = new QMenu(chip);
    menu->addAction(tr("&Rename…"), this, [this, name] { askName(name); });
    QAction* positive =
        menu->addAction(tr("This is what is &looked for"), this, [this, name] { m_model.setPositiveClass(name); });
    positive->setCheckable(true);
    positive->setEnabled(m_model.classes().size() == 2);
    positive->setChecked(m_model.classes().size() == 2 && m_model.positiveClass() == name);
    QAction* remove = menu->addAction(tr("&Remove"), this, [this, name] { m_model.removeClass(name); });
    remove->setEnabled(m_model.countOf(name) == 0);
    chip->setMenu(menu);
    return chip;
}

void ClassChips::showClasses() {
    for (QToolButton* chip : m_chips) {
        m_row->removeWidget(chip);
        chip->hide();
        chip->deleteLater(); // one of them may be the sender
    }
    m_chips.clear();
    const auto count = static_cast<int>(m_model.classes().size());
    for (int i = 0; i < count; ++i) {
        const std::string& name = m_model.classes()[static_cast<std::size_t>(i)];
        QToolButton* chip = chipFor(i);
        const QString key = i < kKeys ? QString::number(i + 1) : QString();
        const bool isPositive = count == 2 && name == m_model.positiveClass();
        chip->setText(tr("%1%2: %3").arg(toQt(name), isPositive ? tr(" (+)") : QString()).arg(m_model.countOf(name)));
        named(chip, qPrintable(QStringLiteral("chip_%1").arg(i + 1)),
              tr("Label the selected cases “%1”").arg(toQt(name)));
        chip->setToolTip(key.isEmpty() ? chip->accessibleName() : tr("%1. Key: %2").arg(chip->accessibleName(), key));
        m_row->insertWidget(i, chip);
        m_chips.push_back(chip);
    }
    m_clear->setText(tr("No label: %1").arg(m_model.countOf({})));
    m_clear->setToolTip(tr("%1. Key: %2").arg(m_clear->accessibleName(), QStringLiteral("0")));
}

void ClassChips::askName(const std::string& renamed) {
    m_renamed = renamed;
    m_name->setText(toQt(renamed));
    m_name->show();
    m_name->selectAll();
    m_name->setFocus(Qt::OtherFocusReason);
}

void ClassChips::takeName() {
    const std::string name = fromQt(m_name->text().trimmed());
    m_name->hide();
    if (m_renamed.empty())
        m_model.addClass(name);
    else
        m_model.renameClass(m_renamed, name);
}

// Enter names the class and Escape gives up; neither may reach the dialog around, which would go on or close.
bool ClassChips::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_name || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter)
        takeName();
    else if (key == Qt::Key_Escape)
        m_name->hide();
    else
        return false;
    return true;
}

} // namespace nidus::ui
