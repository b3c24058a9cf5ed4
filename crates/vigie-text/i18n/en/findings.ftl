# Levels and meanings.
level-info = info
level-low = low
level-medium = medium
level-high = high
level-critical = critical
meaning-execution-name = Execution
meaning-execution-explained = Something ran on this device that has the name or mark of a known tool, that does not belong where it ran, or that behaved unusually.
meaning-persistence-name = Persistence
meaning-persistence-explained = Something with the name or mark of a known tool, or something that could serve as one, is, or was, stored on this device.
meaning-tampering-name = Tampering
meaning-tampering-explained = Traces look removed or changed. People and the system itself also delete things.
meaning-exposure-name = Exposure
meaning-exposure-explained = A lure, or something that could be one, reached this device. That alone does not show that it worked.
meaning-notice-name = Notice
meaning-notice-explained = A vendor seems to have warned the owner.
meaning-weakness-name = Posture
meaning-weakness-explained = How the device is set up. This says nothing about an attack.

# What met an indicator. $artifact is the name of the artifact, $seen the value on the device, $indicator the value
# published, $malware whose it is according to the publishers, $how the way they met.
finding-link = { $artifact }: { $seen }. { $how ->
    [subdomain] This name lies below { $indicator }, published
    [cidr] This address lies in { $indicator }, published
    [nested] Inside this link stands { $indicator }, published
    [email-domain] The domain of this e-mail address is { $indicator }, published
    [pattern] It fits the pattern { $indicator }, published
   *[exact] This address was published
 } as an indicator of { $malware }.
finding-process = { $artifact }: a process named { $seen }. { $how ->
    [truncated] The name is cut off; { $indicator }, which begins like it, was published
    [truncated-tail] Android kept only the end of the name; { $indicator }, which ends like it, was published
    [pattern] It fits the pattern { $indicator }, published
   *[exact] This name was published
 } as an indicator of { $malware }.
finding-process-as-file = { $artifact }: a file named like the process { $indicator }, published as an indicator of { $malware }: { $seen }.
finding-file = { $artifact }: { $seen }. { $how ->
    [path-below] This lies in { $indicator }, published
    [pattern] It fits the pattern { $indicator }, published
   *[exact] This file name or path was published
 } as an indicator of { $malware }.
finding-hash = { $artifact }: a file whose hash { $seen } was published as an indicator of { $malware }.
finding-app = { $artifact }: the application or certificate { $seen } was published as an indicator of { $malware }.
finding-account = { $artifact }: the account or address { $seen } was published as an indicator of { $malware }.
finding-profile = { $artifact }: the configuration profile { $seen } was published as an indicator of { $malware }.
finding-other = { $artifact }: { $seen } meets { $indicator }, published as an indicator of { $malware }.
finding-yara = { $artifact }: the file { $seen } meets the YARA rule { $rule } of { $file }.
innocent-yara = A rule describes what its author saw in some samples; files of protection programs, reports about an attack and collections of rules hold the same strings. A match shows that the file is there, not that it was opened or run.

# When a weak match is innocent.
innocent-truncated = Systems cut long process names; another program whose name begins the same way looks alike here.
innocent-truncated-tail = Android keeps only the last 15 characters of the name of an application; another application whose name ends the same way looks alike here.
innocent-process-as-file = A file is not a process that ran, and short names are used by many programs. Look at where the file lies.
innocent-email-domain = Only the domain was published, not this address; others may use the same domain.
innocent-common-name = Other, ordinary software bears this name too; gatekeeperd, for instance, is a part of Android itself. The name alone says little: look at where the program lies and who it belongs to.
innocent-nested = The published address stands inside another link, as in links to archives, translations, reports or warnings about it.

# What stands in a sentence for a value that the evidence does not tell.
value-not-told = (not told)
