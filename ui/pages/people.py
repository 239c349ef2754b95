"""The accounts of the station: who there is, in which role, and whether they may sign in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from station.accounts import Account
from station.permissions import Action, Role
from ui.page import Page, PageContext
from ui.theme import GRID, TARGET
from ui.told import told
from ui.widgets.ask import Question
from ui.widgets.banner import Level
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.entry import Blank, Entry, EntryPanel
from ui.words import clock_text, day_text, role_word


class PeoplePage(Page):
    """Lists all accounts, and does one thing at a time with the chosen one. What may not be, the service refuses."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._accounts: tuple[Account, ...] = ()
        theme = context.theme
        self.panel = EntryPanel(theme, self)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Role"), self.tr("State"), self.tr("Added")])
        self.table.setAccessibleName(self.tr("Accounts"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(TARGET)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setHighlightSections(False)
        self.add_button = ActionButton(theme, "add", self.tr("Add"))
        self.role_button = ActionButton(theme, "people", self.tr("Role"))
        self.password_button = ActionButton(theme, "lock", self.tr("New password"))
        self.disable_button = ActionButton(theme, "ignore", self.tr("Disable"))
        self.add_button.set_prominent(True)
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._refresh)
        self.add_button.clicked.connect(self._add)
        self.role_button.clicked.connect(self._change_role)
        self.password_button.clicked.connect(self._new_password)
        self.disable_button.clicked.connect(self._toggle)
        self._refresh()

    def entered(self) -> None:
        self._read()

    def session_changed(self) -> None:
        self._refresh()
        if not self.context.desk.may(Action.MANAGE_USERS):
            self.panel.withdraw()

    @property
    def chosen(self) -> Account | None:
        """The account whose row is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self._accounts[rows[0].row()] if rows and rows[0].row() < len(self._accounts) else None

    def choose(self, name: str) -> None:
        """Choose the row of that account."""
        for row, account in enumerate(self._accounts):
            if account.name == name:
                self.table.selectRow(row)

    def _lay_out(self) -> None:
        card = Card(
            self.tr("People"),
            hint=self.tr(
                "Whoever is not signed in is an operator. Accounts are disabled, never deleted: the records name them."
                " Every change stands in the audit trail."
            ),
        )
        card.body.addWidget(self.table, 1)
        buttons = QGridLayout()
        buttons.setSpacing(GRID)
        row = (self.add_button, self.role_button, self.password_button, self.disable_button)
        for column, button in enumerate(row):
            buttons.addWidget(button, 0, column)
        card.body.addLayout(buttons)
        self.body.addWidget(card, 1)

    def _read(self) -> None:
        self.run(self.context.station.accounts.list, self._show)

    def _show(self, accounts: tuple[Account, ...]) -> None:
        before = self.chosen
        self._accounts = accounts
        self.table.setRowCount(len(accounts))
        for row, account in enumerate(accounts):
            for column, text in enumerate(
                (account.name, role_word(account.role), self._state(account), day_text(account.created_at))
            ):
                self.table.setItem(row, column, QTableWidgetItem(text))
        if before is not None:
            self.choose(before.name)
        self._refresh()

    def _state(self, account: Account) -> str:
        if account.disabled_at is not None:
            return self.tr("disabled")
        if account.locked_until is not None:
            return self.tr("locked until {time}: wrong passwords").format(time=clock_text(account.locked_until))
        return self.tr("may sign in")

    def _refresh(self) -> None:
        account, may = self.chosen, self.context.desk.may(Action.MANAGE_USERS)
        self.add_button.setEnabled(may)
        for button in (self.role_button, self.password_button, self.disable_button):
            button.setEnabled(may and account is not None)
        disabled = account is not None and account.disabled_at is not None
        self.disable_button.set_text(self.tr("Enable") if disabled else self.tr("Disable"))
        self.disable_button.set_icon("acknowledge" if disabled else "ignore")

    def _roles(self) -> tuple[tuple[str, str], ...]:
        return tuple((role.value, role_word(role)) for role in Role)

    def _add(self) -> None:
        def confirm(values: Mapping[str, str]) -> None:
            by, accounts = self.context.desk.require(Action.MANAGE_USERS), self.context.station.accounts
            name = values["name"].strip()
            self._do(
                lambda: accounts.add(by, name, Role(values["role"]), values["password"]),
                self.tr("{name} was added.").format(name=name),
                values,
            )

        self.panel.put(
            Entry(
                title=self.tr("Add an account"),
                text="",
                blanks=(
                    Blank("name", self.tr("Name")),
                    Blank("role", self.tr("Role"), Role.OPERATOR.value, choices=self._roles()),
                    Blank("password", self.tr("Password"), secret=True, hint=self.tr("At least 8 characters.")),
                    Blank("again", self.tr("The same password again"), secret=True),
                ),
                confirm=self.tr("Add"),
                icon="add",
                on_confirm=confirm,
            )
        )

    def _change_role(self) -> None:
        account = self.chosen
        if account is None:
            return

        def confirm(values: Mapping[str, str]) -> None:
            by, accounts = self.context.desk.require(Action.MANAGE_USERS), self.context.station.accounts
            role = Role(values["role"])
            self._do(
                lambda: accounts.set_role(by, account.name, role, why=values["why"]),
                self.tr("{name} is {role} from now on.").format(name=account.name, role=role_word(role)),
                values,
            )

        self.panel.put(
            Entry(
                title=self.tr("Role of {name}").format(name=account.name),
                text=self.tr("Somebody who is signed in has the new role within seconds."),
                blanks=(
                    Blank("role", self.tr("Role"), account.role.value, choices=self._roles()),
                    Blank("why", self.tr("Reason, for the audit trail"), optional=True),
                ),
                confirm=self.tr("Change"),
                on_confirm=confirm,
            )
        )

    def _new_password(self) -> None:
        account = self.chosen
        if account is None:
            return

        def confirm(values: Mapping[str, str]) -> None:
            by, accounts = self.context.desk.require(Action.MANAGE_USERS), self.context.station.accounts
            self._do(
                lambda: accounts.set_password(by, account.name, values["password"]),
                self.tr("{name} has a new password.").format(name=account.name),
                values,
            )

        self.panel.put(
            Entry(
                title=self.tr("New password for {name}").format(name=account.name),
                text=self.tr("It also ends a lock, and signs {name} out.").format(name=account.name),
                blanks=(
                    Blank("password", self.tr("New password"), secret=True, hint=self.tr("At least 8 characters.")),
                    Blank("again", self.tr("The new password again"), secret=True),
                ),
                confirm=self.tr("Change"),
                on_confirm=confirm,
            )
        )

    def _toggle(self) -> None:
        account = self.chosen
        if account is None:
            return
        name, accounts = account.name, self.context.station.accounts
        if account.disabled_at is not None:
            by = self.context.desk.require(Action.MANAGE_USERS)
            self.run(
                lambda: accounts.enable(by, name),
                lambda _: self._done(self.tr("{name} may sign in.").format(name=name)),
            )
            return

        def confirm(why: str) -> None:
            by = self.context.desk.require(Action.MANAGE_USERS)
            self.run(
                lambda: accounts.disable(by, name, why=why),
                lambda _: self._done(self.tr("{name} is disabled.").format(name=name)),
            )

        self.ask(
            Question(
                self.tr("Disable {name}?").format(name=name),
                self.tr("{name} cannot sign in any more, and is signed out within seconds.").format(name=name),
                self.tr("Disable"),
                confirm,
                reason_required=True,
            )
        )

    def _do(self, operation: Callable[[], object], done: str, values: Mapping[str, str]) -> None:
        """Run what the panel was filled in for; a refusal is shown in the panel, where it can be mended."""
        if "again" in values and values["again"] != values["password"]:
            self.panel.refuse(self.tr("The two passwords are not the same."))
            return

        def succeeded(_: object) -> None:
            self.panel.withdraw()
            self._done(done)

        self.run(operation, succeeded, on_error=lambda error: self.panel.refuse(*told(error)))

    def _done(self, message: str) -> None:
        self.say(message, level=Level.NOTE)
        self._read()
