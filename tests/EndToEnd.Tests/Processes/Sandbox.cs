namespace TemporalLambda.EndToEnd.Tests.Processes;

/// <summary>Whether the sandbox runs on this machine.</summary>
internal static class Sandbox
{
    public static void SkipWhereItCannotRun()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The sandbox runs Linux executables and so needs Linux.");
        }
    }
}
