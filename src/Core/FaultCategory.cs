namespace TemporalLambda;

/// <summary>What kind of failure it is. The names are those of PowerShell's <c>ErrorCategory</c>, into which they are turned.</summary>
public enum FaultCategory
{
    /// <summary>An argument or stage object that can not be used.</summary>
    InvalidArgument,

    /// <summary>A file or package whose content is wrong.</summary>
    InvalidData,

    /// <summary>Something exists, but in a state that does not allow the step.</summary>
    InvalidOperation,

    /// <summary>The result of a program or server is not what was agreed.</summary>
    InvalidResult,

    /// <summary>Something named does not exist.</summary>
    ObjectNotFound,

    /// <summary>Something else already has the name.</summary>
    ResourceExists,

    /// <summary>Another writer was faster, or the resource is in use.</summary>
    ResourceBusy,

    /// <summary>A server, or a needed program on this machine, is not there.</summary>
    ResourceUnavailable,

    /// <summary>No identity, or one that was refused.</summary>
    AuthenticationError,

    /// <summary>The identity may not do it.</summary>
    PermissionDenied,

    /// <summary>A server did not answer.</summary>
    ConnectionError,

    /// <summary>A wait ended without what it waited for.</summary>
    OperationTimeout,

    /// <summary>A quota or service limit.</summary>
    LimitsExceeded,

    /// <summary>The other side lacks a feature.</summary>
    NotInstalled,

    /// <summary>Anything that has no cause we know.</summary>
    NotSpecified,
}
