# Captures and logs of a network. Artifacts: a name, what it shows, when a match in it is innocent.
artifact-network_certificates-name = Certificates of servers
artifact-network_certificates-shows = Certificates that servers sent in clear, as they do up to TLS 1.2: whom they name, who issued them, for how long, and their fingerprints. From TLS 1.3 on certificates are encrypted and cannot be seen.
artifact-network_certificates-innocent = Hosting companies put many names into one certificate, so a name in it need not be the one that was visited.

artifact-network_dhcp-name = Devices that asked for an address
artifact-network_dhcp-shows = How the devices of the network named themselves when they asked for an address, which tells them apart in the rest of the capture.
artifact-network_dhcp-innocent = Every device that joins a network asks for an address. The name is the one its owner or maker gave it.

artifact-network_dns-name = Names that were looked up
artifact-network_dns-shows = Names that devices asked a name server for, with the addresses that came back. Look-ups over TLS or HTTPS are encrypted and cannot be seen here.
artifact-network_dns-innocent = A look-up shows that something asked for the name, not that anything ran. Previews of messages, mail scanners, security programs, and people who read about an attack and try its names do that too.

artifact-network_firewall-name = Log of a firewall (CSV)
artifact-network_firewall-shows = Connections that a firewall or router noted, from a table with a header.
artifact-network_firewall-innocent = Servers of hosting companies are shared by many, and an address may have belonged to somebody else when the indicator was published. A line can also tell of a connection that was refused.

artifact-network_flows-name = Connections
artifact-network_flows-shows = Who talked to whom in a capture: addresses, ports, packets and bytes.
artifact-network_flows-innocent = Servers of hosting companies are shared by many, and an address may have belonged to somebody else when the indicator was published. Connections that nobody answered are listed, too, and those that came from outside.

artifact-network_har-name = Recording of a browser (HAR)
artifact-network_har-shows = Pages and parts of pages that a browser loaded while its developer tools recorded.
artifact-network_har-innocent = Somebody recorded this on purpose. Whoever examined a suspicious link has it here.

artifact-network_http-name = Requests in clear
artifact-network_http-shows = HTTP requests that were not encrypted: the address, and how the program that asked names itself.
artifact-network_http-innocent = Previews of messages, security programs, and people who look into an attack ask for such addresses too.

artifact-network_resolver-name = Log of a name server
artifact-network_resolver-shows = Names that devices asked for, as dnsmasq, Pi-hole, Unbound or BIND noted them.
artifact-network_resolver-innocent = A look-up shows that something asked for the name, not that anything ran. Previews of messages, mail scanners, security programs, and people who read about an attack and try its names do that too. Where the log says that a name was blocked, nothing was led there.

artifact-network_smb-name = File sharing
artifact-network_smb-shows = Sessions of file sharing (SMB) in a capture: version, shares, and whether they had the shape of the exploits that WannaCry and NotPetya used.
artifact-network_smb-innocent = Computers of an office share files all day.

artifact-network_suricata-name = Suricata
artifact-network_suricata-shows = Look-ups, TLS handshakes, requests, connections, files and alerts that the detector Suricata noted.
artifact-network_suricata-innocent = A name or address shows that something asked for it, not that anything ran. Previews of messages, security programs and people who look into an attack do that too.

artifact-network_tls-name = TLS handshakes
artifact-network_tls-shows = Which host each encrypted connection was made to, over TCP or QUIC, and the fingerprint of the program that made it (JA4). What was said afterwards is encrypted.
artifact-network_tls-innocent = A handshake shows that something connected to the host, not what it said or whether anything ran. Previews of messages and security programs connect too.

artifact-network_zeek-name = Zeek
artifact-network_zeek-shows = Connections, look-ups, TLS handshakes, certificates, requests and files that the monitor Zeek noted.
artifact-network_zeek-innocent = A name or address shows that something asked for it, not that anything ran. Previews of messages, security programs and people who look into an attack do that too.

# Heuristics: a name, what it sees, the sentence of a finding, when it is innocent.
heuristic-network_alert-name = Alert of a detector
heuristic-network_alert-sees = Rules of Suricata, or notices of Zeek, that fired, with the weight their authors gave them.
heuristic-network_alert-found = A rule of the detector fired: { $rule }.
heuristic-network_alert-innocent = Such rules fire on ordinary traffic every day: updates, cloud services, test pages. What the rule looks for, and what the device did at that moment, decide.

heuristic-network_beacon-name = Requests at a fixed interval
heuristic-network_beacon-sees = The same request in clear, again and again, with nearly the same time between. Programs that ask a server for orders behave so. At least six requests, five seconds or more apart.
heuristic-network_beacon-found = { $url } was asked for { $count } times, about every { $seconds } seconds.
heuristic-network_beacon-innocent = Weather, mail and clock programs, printers, cameras and tests of whether the internet is there also ask at fixed intervals. Which program it was decides.

heuristic-network_dns_tunnel-name = Very long names under one domain
heuristic-network_dns_tunnel-sees = At least ten different names under one domain that are very long or hold unusual characters. Data can be carried in such names.
heuristic-network_dns_tunnel-found = { $count } different very long names under { $domain } were looked up.
heuristic-network_dns_tunnel-innocent = Security programs, mail filters, content networks and licence servers also put long codes into names. Who runs the domain decides.

heuristic-network_free_name-name = Name that anybody can get at once
heuristic-network_free_name-sees = Names under a provider of dynamic names or of tunnels to a computer at home, or with an ending that was given away for years. Attackers use them because they cost nothing and name nobody.
heuristic-network_free_name-found = { $kind ->
    [tunnel] { $host } is a name of a service that leads to a computer anywhere.
    [ending] { $host } has an ending that was given away free of charge.
   *[dynamic] { $host } is a name of a provider of dynamic names.
 }
heuristic-network_free_name-innocent = People reach their cameras, storage and games at home by such names, and developers show their work through such tunnels. Ask whether the name is known.

heuristic-network_fresh_certificate-name = Certificate a few days old
heuristic-network_fresh_certificate-sees = A server whose free certificate was made at most three days before it was met. Servers of an attack are often set up shortly before it.
heuristic-network_fresh_certificate-found = The certificate of { $host } was made at most three days before it was met.
heuristic-network_fresh_certificate-innocent = A large part of all sites have free certificates and renew them every few weeks. This alone says nothing; it weighs only together with other signs.

heuristic-network_hidden_names-name = Encrypted look-ups, VPN or Tor
heuristic-network_hidden_names-sees = Look-ups over TLS or HTTPS, VPNs, and names of Tor. The capture then shows less of what the devices did.
heuristic-network_hidden_names-found = { $kind ->
    [vpn] A connection like that of a VPN was made to { $server }: what went through it cannot be seen in this capture.
    [tor] The name { $server } of Tor's network was asked for.
   *[dns] Names may have been looked up in an encrypted way at { $server }: they cannot be seen in this capture.
 }
heuristic-network_hidden_names-innocent = This is protection, and advised to people at risk. Browsers and phones switch encrypted look-ups on by themselves. It is told because the capture then shows less. Calls of phones over Wi-Fi use the ports of some VPNs.

heuristic-network_scan-name = Many devices tried on one port
heuristic-network_scan-sees = One device of the local network that tried twenty others or more on a port by which worms and intruders spread: file sharing, remote desktop, remote shells. It weighs less unless most of them are known not to have answered.
heuristic-network_scan-found = { $client } tried { $count } other devices on port { $port }.
heuristic-network_scan-innocent = Inventory and backup programs, vulnerability scanners and administrators do this on purpose. Ask who runs that device.

heuristic-network_self_signed-name = Server that vouches for itself
heuristic-network_self_signed-sees = Servers on the internet whose certificate was signed by nobody but themselves. Programs that bring their server's certificate along need no authority, and control servers have often used such certificates.
heuristic-network_self_signed-found = The server { $server } sent a certificate that vouches for itself ({ $subject }).
heuristic-network_self_signed-innocent = Routers, storage at home, company servers and some messaging and game programs have such certificates. Which program connected decides.

heuristic-network_smb_exploit-name = Shape of EternalBlue or DoublePulsar
heuristic-network_smb_exploit-sees = File sharing in a form that ordinary programs do not use and that was published of the exploits of WannaCry and NotPetya (MS17-010). What came from the internet weighs less, unless the backdoor answered.
heuristic-network_smb_exploit-found = { $sign ->
    [double_pulsar_answered] { $client } called the backdoor DoublePulsar on { $server }, and something answered as the backdoor does.
    [transact_continued_as_transaction2] { $client } sent { $server } file-sharing messages in the form of the exploit EternalBlue. Whether it worked cannot be seen in them.
    [transaction2_session_setup] { $client } sent { $server } the call by which the backdoor DoublePulsar is looked for. No answer of the backdoor was seen.
   *[patch_missing] { $client } tested { $server }, and its answer is that of a Windows without the update MS17-010.
 }
heuristic-network_smb_exploit-innocent = Vulnerability scanners and penetration tests send the same messages on purpose. Ask whether one was running.

heuristic-network_tls_port-name = Encryption on an unusual port
heuristic-network_tls_port-sees = Encrypted connections to a server on the internet, on a port where no usual service listens.
heuristic-network_tls_port-found = An encrypted connection was made to { $server }, a port where no usual service listens.
heuristic-network_tls_port-innocent = Games, video calls, cameras, storage at home and company programs choose their own ports. Which program connected decides.

heuristic-network_unnamed_server-name = Servers without a look-up
heuristic-network_unnamed_server-sees = Servers on the internet that were reached although no look-up in the capture gave their address. Connections over IPv6 are left out. One statement for each capture.
heuristic-network_unnamed_server-found = Servers that were reached and that no look-up in this capture led to: { $count } ({ $servers }).
heuristic-network_unnamed_server-innocent = Names looked up before the capture began are remembered by the device, encrypted look-ups cannot be seen, and messengers and calls exchange addresses themselves. Most captures show such servers.
