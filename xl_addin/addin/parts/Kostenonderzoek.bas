Option Explicit

' One callback for every button: the id of the button is the id of the Python command, its tag the words on it.
Private Const TITLE As String = "Kostenonderzoek"

Public Sub RunCommand(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then
        MsgBox "Open eerst de analysewerkmap of een ingevulde vragenlijst.", vbInformation, TITLE
        Exit Sub
    End If
    If CarriesCode(ActiveWorkbook) Then
        MsgBox "In deze werkmap staat een blad met Python-code. Verwijder dat blad (de naam eindigt op .py) en probeer het opnieuw.", vbExclamation, TITLE
        Exit Sub
    End If
    On Error GoTo Failed
    Application.StatusBar = TITLE & ": " & control.Tag & " - even geduld"
    RunPython "from xl_addin.desktop import dispatch; dispatch('" & control.ID & "', read_only=" & IIf(ActiveWorkbook.ReadOnly, "True", "False") & ")"
Done:
    Application.StatusBar = False
    Exit Sub
Failed:
    MsgBox "De opdracht is niet uitgevoerd: " & Err.Description & vbNewLine & "Controleer de installatie met: kostenonderzoek addin status", vbCritical, TITLE
    Resume Done
End Sub

' A workbook from outside may bring code along; xlwings would run it, so such a workbook is refused.
Private Function CarriesCode(book As Workbook) As Boolean
    Dim page As Worksheet
    For Each page In book.Worksheets
        If LCase$(Right$(page.Name, 3)) = ".py" Then
            CarriesCode = True
            Exit Function
        End If
    Next page
End Function
